// Without script, on a wall, on paper: the pages carry themselves. That each fits a phone is seen with axe.
import assert from "node:assert/strict";
import { open, overflow } from "./ground.mjs";

export const plain = async ({ base, browser, check }) => {
  const bare = await browser.newContext({ javaScriptEnabled: false });
  await check("plain: from the nation to a verdict by links alone", async () => {
    const { page } = await open(bare, base, "/");
    await page.click("tbody a:text-is('Thanh Hóa')");
    await page.waitForURL(/\/tinh\/38/);
    await page.fill("#q", "muong lat");
    await page.click(".filter button");
    await page.waitForURL(/q=muong/);
    await page.click("table.communes tbody a >> nth=0");
    await page.waitForURL(/\/xa\/\d{5}/);
    assert.match(await page.textContent("h1"), /Mường Lát/);
    await page.click("a[href*='gia-dinh']");
    await page.fill("#i-use_sites", "2");
    await page.click("form.assume button");
    await page.waitForURL(/use_sites=2/);
    assert.match(await page.textContent("main"), /không lưu/);
    await page.close();
  });
  await check("plain: sorting works by link", async () => {
    const { page } = await open(bare, base, "/");
    await page.click("a[data-sort='ty-le']");
    await page.waitForURL(/xep=ty-le/);
    assert.equal(await page.getAttribute("th:has(a[data-sort='ty-le'])", "aria-sort"), "ascending");
    await page.close();
  });
  await bare.close();

  const wall = await browser.newContext({ viewport: { width: 2560, height: 1440 } });
  await check("plain: a wall screen and a printer get the page too", async () => {
    const { page } = await open(wall, base, "/tinh/38");
    assert.deepEqual(await overflow(page), []);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.isVisible(".top nav"), false);
    assert.equal(await page.isVisible("table.communes"), true);
    assert.ok((await page.pdf({ format: "A4" })).byteLength > 10_000);
    await page.close();
  });
  await wall.close();
};
