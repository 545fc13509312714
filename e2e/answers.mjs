// Statuses, headers, languages, refusals: what any client sees.
import assert from "node:assert/strict";
import http from "node:http";
import { PAGES, visit } from "./ground.mjs";

const HEADERS = {
  "content-security-policy": /default-src 'none'.*frame-ancestors 'none'/,
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^no-referrer$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-embedder-policy": /^require-corp$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\)/,
  "strict-transport-security": /max-age=31536000/,
};

const guarded = (headers, path) => {
  for (const [name, pattern] of Object.entries(HEADERS)) assert.match(headers.get(name) ?? "", pattern, `${path}: ${name}`);
};

/** A request under a foreign host name, which fetch cannot send. */
const underHost = (base, host) =>
  new Promise((resolve, reject) => {
    const url = new URL(base);
    http.get({ host: url.hostname, port: url.port, path: "/", headers: { host } }, (r) => resolve(r.statusCode)).on("error", reject);
  });

export const answers = async ({ base, check }) => {
  for (const path of PAGES) {
    await check(`answers ${path}`, async () => {
      const response = await visit(base, path);
      assert.equal(response.status, 200);
      guarded(response.headers, path);
      const html = await response.text();
      assert.match(html, /<html lang="vi"/);
      const english = await (await visit(base, path, { cookie: "ngon-ngu=en" })).text();
      assert.match(english, /<html lang="en"/);
    });
  }
  await check("answers 404 as a page and as JSON", async () => {
    const page = await fetch(`${base}/khong-co-trang-nay`);
    assert.equal(page.status, 404);
    guarded(page.headers, "404");
    assert.match(await page.text(), /<h1>/);
    const json = await visit(base, "/xa/99999", { headers: { accept: "application/json" } });
    assert.equal(json.status, 404);
    assert.match(json.headers.get("content-type"), /problem\+json/);
    assert.equal((await json.json()).status, 404);
  });
  await check("answers assets for ever, compressed, with headers", async () => {
    const html = await (await fetch(base)).text();
    const [, href] = html.match(/href="(\/assets\/app-[0-9a-f]+\.css)"/);
    const css = await fetch(base + href);
    assert.equal(css.headers.get("content-encoding"), "gzip");
    assert.match(css.headers.get("cache-control"), /immutable/);
    guarded(css.headers, href);
    const again = await fetch(base + href, { headers: { "if-none-match": css.headers.get("etag") } });
    assert.equal(again.status, 304);
  });
  await check("answers the choice of language with a cookie and the same address", async () => {
    const response = await fetch(`${base}/tinh/38?nam=2025&ngon-ngu=en`, { redirect: "manual" });
    assert.equal(response.status, 303);
    assert.equal(response.headers.get("location"), "/tinh/38?nam=2025");
    assert.match(response.headers.get("set-cookie"), /ngon-ngu=en.*SameSite=Lax.*HttpOnly/);
  });
  await check("answers nobody who is not signed in", async () => {
    for (const path of ["/", "/tinh/38", "/tai-khoan", "/toi", "/so-cai"]) {
      const page = await fetch(base + path, { redirect: "manual" });
      assert.equal(page.status, 303, path);
      assert.match(page.headers.get("location"), /^\/dang-nhap/, path);
      guarded(page.headers, path);
      const json = await fetch(base + path, { headers: { accept: "application/json" } });
      assert.equal(json.status, 401, path);
    }
  });
  await check("answers no foreign host name", async () => {
    assert.equal(await underHost(base, "evil.example"), 421);
  });
  await check("answers no post of another site", async () => {
    const body = new URLSearchParams({ "14845.population": "1" });
    const post = (headers) => fetch(`${base}/tinh/38/so-lieu`, { method: "POST", body, headers });
    assert.equal((await post({ origin: "http://evil.example" })).status, 403);
    assert.equal((await post({ "sec-fetch-site": "cross-site" })).status, 403);
  });
  await check("answers every download that a province offers", async () => {
    const html = await (await visit(base, "/tinh/38")).text();
    const hrefs = [...html.matchAll(/href="(\/tinh\/38\/xep-loai\.[^"]+)"/g)].map((match) => match[1].replaceAll("&#38;", "&"));
    assert.ok(hrefs.length > 0);
    for (const href of hrefs) {
      const response = await visit(base, href);
      assert.equal(response.status, 200, href);
      assert.match(response.headers.get("content-disposition"), /^attachment/);
      assert.ok((await response.arrayBuffer()).byteLength > 1000, href);
    }
  });
  await check("answers a template to fill", async () => {
    const response = await visit(base, "/tinh/38/mau-so-lieu.xlsx");
    assert.equal(response.status, 200);
    assert.equal(new TextDecoder().decode((await response.arrayBuffer()).slice(0, 2)), "PK");
  });
};
