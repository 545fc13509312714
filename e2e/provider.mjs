// Coming in through the province's identity provider, in a real browser: a provider and a server of our own on loopback,
// whom nobody knew before; both are gone at the end, whatever happened.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { violations } from "./accessibility.mjs";
import { overflow } from "./ground.mjs";
import { authenticator } from "./signin.mjs";

const PROGRAM = process.env.ANLANH ?? path.join(process.env.CARGO_TARGET_DIR ?? "target", "debug", "anlanh");
const CLIENT = "anlanh-giadinh";
const SECRET = "bi mat+gia/dinh=&%";
const SUBJECT = "canbo-0001";
const BACK = "/dang-nhap/tinh/tro-ve";
/** Nothing waits longer than this; what waits is told at once when it is there. */
const PATIENCE_MS = 15_000;

/** The first match in what a program says, line by line; its end is an error. */
const heard = async (child, pattern) => {
  const lines = createInterface({ input: child.stdout });
  const all = [];
  try {
    for await (const line of lines) {
      all.push(line);
      const match = line.match(pattern);
      if (match) return match;
    }
  } finally {
    lines.close();
    child.stdout.resume();
  }
  throw new Error(`it ended without ${pattern}:\n${all.join("\n")}\n${child.log.join("")}`);
};

const started = (program, args) => {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  child.gone = once(child, "exit");
  // what it logs is only worth reading when something went wrong
  child.log = [];
  child.stderr.setEncoding("utf8").on("data", (text) => child.log.push(text));
  return child;
};

const ended = async (child) => {
  if (!child) return;
  child.stdin.end();
  child.kill("SIGTERM");
  await child.gone;
};

/** A provider, and a server that knows it, with a first administrator: `{ base, control, code }`. */
const house = async (work, children) => {
  const data = path.join(work, "du-lieu");
  const paper = ["--decision", "01/QĐ (giả định)", "--decision-date", "2025-07-01"];
  const named = ["--login", "quantri.gia", "--name", "Quản trị (giả định)"];
  const made = started(PROGRAM, ["admin", "create", ...named, ...paper, "--data", data]);
  children.push(made);
  const [code] = await heard(made, /(?:[0-9A-Z]{4}-){7}[0-9A-Z]{4}/);
  await made.gone;

  const provider = started("node", ["e2e/provider/server.mjs", "later", CLIENT, SECRET]);
  children.push(provider);
  const { issuer, control } = JSON.parse((await heard(provider, /^\{.*\}$/))[0]);

  const secret = path.join(work, "bi-mat");
  await writeFile(secret, `${SECRET}\n`, { mode: 0o600 });
  const knows = ["--provider-issuer", issuer, "--provider-client", CLIENT, "--provider-secret-file", secret];
  const server = started(PROGRAM, ["serve", "--data", data, "--listen", "127.0.0.1:0", ...knows]);
  children.push(server);
  const [base] = await heard(server, /http:\/\/localhost:\d+/);
  const tell = async (what, values) => {
    const answer = await fetch(`http://${control}/${what}?${new URLSearchParams(values)}`);
    return answer.text();
  };
  assert.equal(await tell("redirect", { to: `${base}${BACK}` }), "known");
  return { base, issuer, code, tell };
};

const sound = async (page) => {
  assert.deepEqual(await violations(page), [], page.url());
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await overflow(page), [], page.url());
  await page.setViewportSize({ width: 1280, height: 720 });
};

const inside = async (context) => (await context.cookies()).some((cookie) => cookie.name === "phien");

/** A browser that has never been here. */
const stranger = async (browser, { base }, options) => {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${base}/dang-nhap?ve=%2Ftoi`);
  return { context, page };
};

/** From the door to the provider's page. */
const away = async (page, { issuer }) => {
  await page.click("#provider-head ~ p a.button");
  await page.waitForURL(`${issuer}/interaction/**`);
};

/** Answers on the provider's page, and comes back. */
const back = async (page, { base }, answer, subject = SUBJECT) => {
  await page.fill("[name=subject]", subject);
  const returned = page.waitForResponse((response) => response.url().startsWith(`${base}${BACK}`));
  await page.click(`button[value=${answer}]`);
  const response = await returned;
  // the document that was answered, and not the provider's
  await page.waitForURL(response.url());
  return response;
};

const refused = async ({ context, page }, response, sentence) => {
  assert.equal(response.status(), 422, page.url());
  assert.match(await page.textContent("section[aria-labelledby=provider-head]"), sentence);
  assert.equal(await inside(context), false, "nobody is in");
  await context.close();
};

/** The administrator comes in by the code, makes an account and joins it to somebody of the provider. */
const joined = async (browser, { base, code }) => {
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(`${base}/dang-nhap`);
  await authenticator(context, page);
  await page.fill("#ma-dang-ky", code);
  await page.click("form[action='/dang-nhap/ma'] button");
  await page.click("al-passkey button");
  await page.waitForURL(/\/toi\?xong=khoa/);
  await page.goto(`${base}/tai-khoan`);
  await page.fill("#ten-dang-nhap", "canbo.gia");
  await page.fill("#ho-ten", "Cán bộ (giả định)");
  await page.click("form[action='/tai-khoan'][method=post] button");
  await page.click("main a.button");
  await sound(page);
  await page.fill("#ma-nguoi-dung", SUBJECT);
  await page.click("form[action$='/dinh-danh'] button");
  assert.match(await page.textContent("[role=status], .flash"), /Đã gắn với hệ thống định danh/);
  await page.fill("#ma-nguoi-dung", SUBJECT);
  await page.click("form[action$='/dinh-danh'] button");
  assert.match(await page.textContent("section[aria-labelledby=link-head]"), /đã gắn với một tài khoản/);
  await context.close();
};

const journeys = async (browser, check, ground) => {
  await check("provider: an account is joined to somebody of the provider, once", () => joined(browser, ground));

  let used = "";
  await check("provider: there, back, and in, to where one wanted to go", async () => {
    const { context, page } = await stranger(browser, ground);
    await sound(page);
    await away(page, ground);
    const response = await back(page, ground, "yes");
    assert.equal(response.status(), 200);
    used = response.url();
    await sound(page);
    await page.click("main a");
    await page.waitForURL(`${ground.base}/toi`);
    assert.match(await page.textContent("main"), /canbo\.gia/);
    const [cookie] = (await context.cookies()).filter((one) => one.name === "phien");
    assert.ok(cookie.httpOnly && cookie.sameSite === "Strict", JSON.stringify(cookie));
    // the same address again, in the same browser and signed out
    await context.clearCookies({ name: "phien" });
    const replayed = await page.goto(used);
    await refused({ context, page }, replayed, /đã được dùng hoặc đã quá hạn/);
  });

  await check("provider: a return address is worth nothing in another browser", async () => {
    const visit = await stranger(browser, ground);
    await refused(visit, await visit.page.goto(used), /đã được dùng hoặc đã quá hạn/);
  });

  await check("provider: there and back without script", async () => {
    const { context, page } = await stranger(browser, ground, { javaScriptEnabled: false });
    await away(page, ground);
    assert.equal((await back(page, ground, "yes")).status(), 200);
    assert.equal(await inside(context), true);
    await context.close();
  });

  await check("provider: somebody who is joined to no account stays outside", async () => {
    const visit = await stranger(browser, ground);
    await away(visit.page, ground);
    await refused(visit, await back(visit.page, ground, "yes", "canbo-9999"), /chưa được gắn với tài khoản nào/);
  });

  await check("provider: who says no there is told what to do here", async () => {
    const visit = await stranger(browser, ground);
    await away(visit.page, ground);
    const response = await back(visit.page, ground, "no");
    assert.match(response.url(), /error=access_denied/);
    await sound(visit.page);
    await refused(visit, response, /không trả lời đúng/);
  });

  for (const how of ["forged", "page"]) {
    await check(`provider: an answer that cannot be believed (${how}) lets nobody in`, async () => {
      const visit = await stranger(browser, ground);
      await away(visit.page, ground);
      assert.equal(await ground.tell("spoil", { how }), "spoilt");
      await refused(visit, await back(visit.page, ground, "yes"), /không trả lời đúng/);
    });
  }
};

export const provider = async ({ browser, check }) => {
  const work = await mkdtemp(path.join(tmpdir(), "anlanh-dinh-danh."));
  const children = [];
  try {
    const grounds = [];
    await check("provider: a provider and a server that knows it", async () => {
      grounds.push(await house(work, children));
    });
    for (const ground of grounds) await journeys(browser, check, ground);
  } finally {
    for (const child of children.reverse()) await ended(child);
    await rm(work, { recursive: true, force: true });
  }
};
