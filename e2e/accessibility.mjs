// axe over every page and every exhibit, wide in Vietnamese, narrow in English; and whether each fits a phone.
import assert from "node:assert/strict";
import axe from "axe-core";
import { exhibits, open, overflow, PAGES } from "./ground.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on a page, in a line each. */
export const violations = async (page) => {
  await page.evaluate(axe.source);
  const result = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} (${n.failureSummary?.split("\n")[1]?.trim()})`).join(" | ")}`);
};

/** Looks at every path, two at a time, each of the two in one page: who is signed in is a matter of its context. */
const lookAt = async (paths, browser, options, cookie, look) => {
  const waiting = [...paths];
  const walk = async () => {
    const context = await browser.newContext(options);
    await context.addCookies([cookie]);
    const page = await context.newPage();
    while (waiting.length > 0) await look(page, waiting.shift());
    await context.close();
  };
  await Promise.all([walk(), walk()]);
};

export const accessibility = async ({ base, browser, check }) => {
  const names = (await exhibits(base)).map((name) => `/dev/gallery/${name}`);
  for (const [lang, width, paths] of [
    ["vi", 1280, [...PAGES, ...names]],
    ["en", 320, names],
  ]) {
    const cookie = { name: "ngon-ngu", value: lang, url: base };
    await lookAt(paths, browser, { viewport: { width, height: 900 } }, cookie, (page, path) =>
      check(`accessibility: ${path} (${lang}, ${width}) and at 320 px`, async () => {
        await page.setViewportSize({ width, height: 900 });
        await open(page.context(), base, path, { page });
        const found = await violations(page);
        await page.setViewportSize({ width: 320, height: 640 });
        assert.deepEqual([found, await overflow(page)], [[], []]);
      }),
    );
  }
};
