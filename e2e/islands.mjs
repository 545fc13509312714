// What the islands add: sorting and filtering in place, a sheet that moves and takes a block.
import assert from "node:assert/strict";
import { open } from "./ground.mjs";

export const islands = async ({ base, browser, check }) => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  await check("islands: a table sorts in place", async () => {
    const { page } = await open(context, base, "/");
    const shares = () => page.$$eval("tbody tr td:nth-child(2)", (cells) => cells.map((c) => Number.parseFloat(c.dataset.value)));
    await page.click("a[data-sort='ty-le']");
    const rising = await shares();
    assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
    await page.click("a[data-sort='ty-le']");
    const falling = await shares();
    assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
    assert.ok(!page.url().includes("xep="), "no round trip");
    await page.close();
  });
  await check("islands: the list of a province narrows while one types", async () => {
    const { page } = await open(context, base, "/tinh/38");
    const shown = () => page.locator("table.communes tbody tr:visible").count();
    assert.equal(await shown(), 166);
    await page.fill("#q", "muong lat");
    assert.equal(await shown(), 1);
    assert.match(await page.textContent("[data-found]"), /1/);
    await page.fill("#q", "");
    await page.selectOption("#only", "DRUG_FREE");
    const free = await shown();
    assert.ok(free > 0 && free < 166, `${free} drug-free rows`);
    await page.close();
  });
  await check("islands: map and list point at each other", async () => {
    const { page } = await open(context, base, "/tinh/38");
    await page.hover("table.communes tbody tr[data-code='14845']");
    assert.equal(await page.getAttribute("a.cell.lit", "data-code"), "14845");
    await page.close();
  });
  await check("islands: the sheet moves by arrows and takes a block from Excel", async () => {
    const { page } = await open(context, base, "/tinh/38/so-lieu");
    const field = (row, column) => page.locator("table.grid tbody tr").nth(row).locator("td input, td select").nth(column);
    await field(0, 0).focus();
    await page.keyboard.press("ArrowDown");
    assert.ok(await field(1, 0).evaluate((e) => e === document.activeElement));
    await field(0, 0).focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "5.000\t7\n6.100\tnhiều\n");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    });
    assert.equal(await field(0, 0).inputValue(), "5.000");
    assert.equal(await field(1, 0).inputValue(), "6.100");
    assert.equal(await field(1, 1).getAttribute("aria-invalid"), "true");
    assert.equal(await field(0, 1).getAttribute("aria-invalid"), null);
    await page.close();
  });
  await context.close();
};
