// Files at work: opened for a purpose, read, acted on by the officer, decided by the head; without script, on a phone, by
// keyboard, and with axe on every page on the way.
import assert from "node:assert/strict";
import { violations } from "./accessibility.mjs";
import { enter, overflow } from "./ground.mjs";

const MANAGED = "Lò Văn Giả Định";
const WAITING = "Phạm Bá Giả Định";

const PAGES = [
  "/viec-hom-nay",
  "/ho-so",
  "/ho-so?danh-sach=users&muon=1",
  "/ho-so/moi",
  "/ho-so/moi?viec=record_positive_test",
  "/can-xet-nghiem",
];

/** Goes to an address as the officer of a role. */
const go = async (context, base, role, path) => {
  await enter(context, base, role);
  const page = await context.newPage();
  const response = await page.goto(base + path, { waitUntil: "load" });
  assert.equal(response.status(), 200, `${role} ${path}`);
  return page;
};

/** From the list to a file, choosing the purpose on the way. */
const openFile = async (page, base, name, purpose) => {
  await page.goto(`${base}/ho-so`);
  await page.click(`table.people a:text-is("${name}")`);
  if (page.url().endsWith("/mo") === false) await page.click("a[href$='/mo']");
  await page.check(`#muc-dich-${purpose}`);
  await page.click("form.act button[type=submit]");
  await page.waitForURL(/\/ho-so\/[0-9a-f-]{36}\?xong=mo$/);
  assert.match(await page.textContent("h1"), new RegExp(name));
};

/** Nothing that axe finds, nothing that runs over the edge of a phone. */
const sound = async (page) => {
  assert.deepEqual(await violations(page), [], page.url());
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await overflow(page), [], page.url());
  await page.setViewportSize({ width: 1280, height: 720 });
};

export const cases = async ({ base, browser, check }) => {
  const context = await browser.newContext();
  for (const path of PAGES) {
    await check(`cases: ${path} is sound`, async () => {
      const page = await go(context, base, "file_officer", path);
      await sound(page);
      await page.close();
    });
  }
  await check("cases: a helper's page is sound, and holds nobody whom no decision gives them", async () => {
    const page = await go(context, base, "hamlet_head", "/to-quan-ly");
    await sound(page);
    await page.close();
  });
  await check("cases: a file, its purposes and the form of an act are sound", async () => {
    const page = await go(context, base, "file_officer", "/ho-so");
    await openFile(page, base, MANAGED, "user_management");
    await sound(page);
    const file = page.url().replace(/\?.*/, "");
    for (const path of ["/mo", "/viec/residence_check", "/viec/decide_management", "/viec/depart"]) {
      await page.goto(file + path);
      await sound(page);
    }
    await page.goto(file);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.isVisible("#next"), false, "what may come next is not printed");
    assert.equal(await page.isVisible("#timeline"), true);
    await page.close();
  });
  await check("cases: a name that is looked for stands in no address", async () => {
    const page = await go(context, base, "file_officer", "/ho-so");
    await page.fill("#q", "lo van");
    await page.click("form.filter button");
    assert.match(await page.textContent("table.people"), new RegExp(MANAGED));
    assert.equal(new URL(page.url()).search, "");
    await page.close();
  });
  await context.close();

  const bare = await browser.newContext({ javaScriptEnabled: false });
  await check("cases: an officer records a residence check without script", async () => {
    const page = await go(bare, base, "file_officer", "/ho-so");
    await openFile(page, base, MANAGED, "user_management");
    const before = await page.locator("ol.timeline > li").count();
    await page.click("#next a[href$='/viec/residence_check'] >> nth=0");
    await page.click("button[name=buoc][value=xem]");
    assert.match(await page.textContent("#would-head"), /hồ sơ sẽ như sau/);
    await page.click("button[name=buoc][value=ghi]");
    await page.waitForURL(/xong=viec-\d+$/);
    assert.match(await page.textContent(".flash"), /Đã ghi vào hồ sơ/);
    assert.equal(await page.locator("ol.timeline > li").count(), before + 1);
    await page.close();
  });
  await check("cases: what the law refuses is refused beside its form, with the clause", async () => {
    const page = await go(bare, base, "file_officer", "/ho-so");
    await openFile(page, base, MANAGED, "user_management");
    const file = page.url().replace(/\?.*/, "");
    await page.goto(`${file}/viec/end_management`);
    await page.fill("#so", "77/GĐ");
    await page.fill("#nguoi-ky", "Ký Giả Định");
    await page.click("button[name=buoc][value=ghi]");
    assert.match(await page.textContent("#refusal"), /Điều 24\.2/);
    assert.equal(await page.inputValue("#so"), "77/GĐ", "what was typed stays");
    await page.close();
  });
  await check("cases: the head decides what an officer proposed, and the file shows it", async () => {
    const page = await go(bare, base, "police_head", "/viec-hom-nay");
    assert.match(await page.textContent(".flash.note"), /chờ ký/);
    await page.goto(`${base}/de-nghi`);
    await page.click("section[aria-labelledby=waiting-head] a >> nth=0");
    assert.match(await page.textContent("main"), new RegExp(WAITING));
    const renew = page.locator("a[href^='/xac-minh']");
    if ((await renew.count()) > 0) {
      const here = page.url();
      await renew.click();
      await page.click("form[action='/xac-minh/dung-thu'] button");
      await page.goto(here);
    }
    await page.click("form[action$='/dong-y'] button");
    await page.waitForURL(/xong=dong-y$/);
    await openFile(page, base, WAITING, "user_management");
    assert.match(await page.textContent("#now"), /Đang bị quản lý/);
    assert.match(await page.textContent("ol.timeline"), /Quyết định quản lý/);
    await page.close();
  });
  await check("cases: who keeps no files is told so, and sees no name", async () => {
    await enter(bare, base, "ministry_viewer");
    const page = await bare.newPage();
    const response = await page.goto(`${base}/ho-so`);
    assert.equal(response.status(), 404);
    assert.doesNotMatch(await page.textContent("body"), /Giả Định/);
    await page.close();
  });
  await bare.close();

  const keys = await browser.newContext();
  await check("cases: a check is recorded by keyboard alone", async () => {
    const page = await go(keys, base, "file_officer", "/ho-so");
    await openFile(page, base, MANAGED, "user_management");
    const form = `${page.url().replace(/\?.*/, "")}/viec/residence_check`;
    await page.goto(form);
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement?.matches("button[value=ghi]"))) break;
    }
    await Promise.all([page.waitForURL(/xong=viec-\d+$/), page.keyboard.press("Enter")]);
    await page.close();
  });
  await keys.close();
};
