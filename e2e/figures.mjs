// Figures go in, are refused beside their cells, and can be taken back. Writes: only on a demonstration.
import assert from "node:assert/strict";
import { open } from "./ground.mjs";

const SHEET = "/tinh/38/so-lieu?q=14845";
const cell = (input) => `[name='14845.${input}']`;

const isDemo = async (base) => /class="notice demo"/.test(await (await fetch(base)).text());

export const figures = async ({ base, browser, check }) => {
  if (!(await isDemo(base))) {
    console.log("skipped: figures are only written on a demonstration (anlanh demo)");
    return;
  }
  const context = await browser.newContext({ javaScriptEnabled: false });
  await check("figures: a wrong cell is shown with what was typed, and nothing is saved", async () => {
    const { page } = await open(context, base, SHEET);
    const before = await page.inputValue(cell("addicts_on_file"));
    await page.fill(cell("addicts_on_file"), "ba người");
    await page.fill("#s-title", "Báo cáo kiểm thử (giả định)");
    await page.fill("#s-by", "Người kiểm thử (giả định)");
    const [response] = await Promise.all([page.waitForResponse((r) => r.request().method() === "POST"), page.click("fieldset.behind button")]);
    assert.equal(response.status(), 422);
    assert.equal(await page.inputValue(cell("addicts_on_file")), "ba người");
    assert.equal(await page.getAttribute(cell("addicts_on_file"), "aria-invalid"), "true");
    await page.goto(base + SHEET);
    assert.equal(await page.inputValue(cell("addicts_on_file")), before);
    await page.close();
  });
  await check("figures: a save changes the verdict's numbers, and undo takes it back", async () => {
    const { page } = await open(context, base, SHEET);
    const before = await page.inputValue(cell("plants"));
    const typed = before === "4321" ? "1234" : "4321";
    await page.fill(cell("plants"), typed);
    await page.fill("#s-title", "Báo cáo kiểm thử (giả định)");
    await page.fill("#s-by", "Người kiểm thử (giả định)");
    await page.click("fieldset.behind button");
    assert.equal((await page.inputValue(cell("plants"))).replace(/\D/g, ""), typed);
    await page.goto(`${base}/xa/14845`);
    assert.match((await page.textContent(".figures")).replace(/\./g, ""), new RegExp(typed));
    await page.goto(base + SHEET);
    await page.fill("form.undo >> nth=0 >> [name='nguoi-nhap']", "Người kiểm thử (giả định)");
    await page.click("form.undo >> nth=0 >> button");
    await page.goto(base + SHEET);
    assert.equal(await page.inputValue(cell("plants")), before);
    await page.close();
  });
  await check("figures: a faulty file is refused as a whole, each fault by row", async () => {
    const { page } = await open(context, base, "/tinh/38/so-lieu");
    const csv = "code,population,addicts_on_file\n14845,0,1\n99999,10,1\n14848,1000,2.5\n";
    await page.setInputFiles("#u-file", { name: "so-lieu.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await page.fill("#u-title", "Tệp kiểm thử (giả định)");
    await page.fill("#u-by", "Người kiểm thử (giả định)");
    const [response] = await Promise.all([page.waitForResponse((r) => r.request().method() === "POST"), page.click(".upload button")]);
    assert.equal(response.status(), 422);
    const rows = await page.$$eval("tbody tr td:first-child", (cells) => cells.map((c) => c.textContent.trim()));
    for (const row of ["2", "3", "4"]) assert.ok(rows.includes(row), `row ${row} is named among ${rows}`);
    await page.close();
  });
  await context.close();
};
