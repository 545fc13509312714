// Everything by keyboard alone, with the focus always to be seen.
import assert from "node:assert/strict";
import { open } from "./ground.mjs";

const focused = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    return { tag: e.tagName.toLowerCase(), text: e.textContent?.trim().slice(0, 40), href: e.getAttribute("href"), code: e.dataset?.code, outline: style.outlineStyle, width: box.width };
  });

export const keyboard = async ({ base, browser, check }) => {
  const context = await browser.newContext();
  await check("keyboard: the first stop skips to the content", async () => {
    const { page } = await open(context, base, "/tinh/38");
    await page.keyboard.press("Tab");
    assert.equal((await focused(page)).href, "#content");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    await page.close();
  });
  await check("keyboard: every stop of a province page shows its focus", async () => {
    const { page } = await open(context, base, "/tinh/38");
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      assert.ok(at.tag !== "body", `stop ${stop} is lost`);
      const inMap = at.code !== undefined;
      assert.ok(inMap || at.outline !== "none", `stop ${stop} ${at.tag} "${at.text}" shows no focus`);
    }
    await page.close();
  });
  await check("keyboard: arrows walk over the map, Enter opens the unit", async () => {
    const { page } = await open(context, base, "/tinh/38");
    await page.focus("a.cell[tabindex='0']");
    const first = (await focused(page)).code;
    for (const key of ["ArrowDown", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
    const last = (await focused(page)).code;
    assert.notEqual(first, last);
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/xa/${last}`));
    await page.close();
  });
  await check("keyboard: a criterion unfolds", async () => {
    const { page } = await open(context, base, "/xa/14845?nam=2025");
    const folded = page.locator("details.criterion:not([open]) > summary").first();
    const id = await folded.evaluate((e) => [...document.querySelectorAll("details.criterion")].indexOf(e.parentElement));
    await folded.focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.evaluate((at) => document.querySelectorAll("details.criterion")[at].open, id));
    await page.close();
  });
  await context.close();
};
