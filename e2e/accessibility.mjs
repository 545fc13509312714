// axe over every page and every exhibit: wide in Vietnamese, narrow in English.
import assert from "node:assert/strict";
import axe from "axe-core";
import { exhibits, open, PAGES } from "./ground.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on a page, in a line each. */
export const violations = async (page) => {
  await page.evaluate(axe.source);
  const result = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} (${n.failureSummary?.split("\n")[1]?.trim()})`).join(" | ")}`);
};

export const accessibility = async ({ base, browser, check }) => {
  const names = (await exhibits(base)).map((name) => `/dev/gallery/${name}`);
  for (const [lang, width, paths] of [
    ["vi", 1280, [...PAGES, ...names]],
    ["en", 320, names],
  ]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await context.addCookies([{ name: "ngon-ngu", value: lang, url: base }]);
    for (const path of paths) {
      await check(`accessibility: ${path} (${lang}, ${width})`, async () => {
        const { page } = await open(context, base, path);
        assert.deepEqual(await violations(page), []);
        await page.close();
      });
    }
    await context.close();
  }
};
