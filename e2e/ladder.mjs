// Two works from their first act to their last, each by the officers whose work it is, by forms alone: a task that is
// given, taken, done and confirmed; a report that is begun, written, sent, approved and locked.
import assert from "node:assert/strict";
import { enter } from "./ground.mjs";

/** What stands in the text of the page's own part. */
const says = async (page, words) => assert.match(await page.innerText("main"), words, page.url());

/** Officers without script, a context each; the browser's cookie jar is theirs. */
const officers = (browser, base) => {
  const inside = new Map();
  return {
    async as(role) {
      if (!inside.has(role)) {
        const context = await browser.newContext({ javaScriptEnabled: false });
        await enter(context, base, role);
        inside.set(role, await context.newPage());
      }
      return inside.get(role);
    },
    async leave() {
      for (const page of inside.values()) await page.context().close();
    },
  };
};

/** Goes to a work, takes the act, fills its form and does it; the page of the work follows. */
const act = async (page, url, name, fields = {}) => {
  await page.goto(`${url}/viec/${name}`);
  for (const [field, value] of Object.entries(fields)) await page.fill(`[name="${field}"]`, value);
  await page.click("main form[method=post] button");
  await page.waitForURL(/xong=1/);
};

const offered = (page) => page.$$eval("main a[href*='/viec/']", (links) => links.map((link) => link.getAttribute("href").split("/viec/")[1]));

const task = async (base, as) => {
  const head = await as("police_head");
  await head.goto(`${base}/nhiem-vu/moi`);
  await says(head, /sáu rõ/);
  await head.fill("[name=ten]", "Rà soát cơ sở (giả định)");
  const named = await head.$$eval("[name=nguoi] option", (all) => all.find((one) => one.textContent.startsWith("Cán bộ hồ sơ")).value);
  await head.selectOption("[name=nguoi]", named);
  await head.click("button[value=giao]");
  await says(head, /Chưa rõ: rõ việc, rõ trách nhiệm, rõ thời gian, rõ kết quả, rõ thẩm quyền/);
  const clear = {
    viec: "Rà soát địa bàn, lập danh sách cơ sở có điều kiện (giả định).",
    "chu-tri": "Công an xã",
    tu: new Date().toISOString().slice(0, 10),
    han: `${new Date().getFullYear() + 1}-03-10`,
    "kq-1": "Danh sách cơ sở đã rà soát",
    "do-1": "01 danh sách",
    so: "12/KH-CAX (giả định)",
    "ngay-vb": "2026-01-20",
    dieu: "mục II.3",
    duoc: "Kiểm tra cơ sở kinh doanh có điều kiện",
  };
  for (const [field, value] of Object.entries(clear)) await head.fill(`[name="${field}"]`, value);
  await head.click("button[value=giao]");
  await head.waitForURL(/xong=1/);
  const url = head.url().replace(/\?.*/, "");
  await says(head, /đã giao, chờ nhận/);

  const officer = await as("file_officer");
  await act(officer, url, "accept");
  await act(officer, url, "progress", { "da-lam": "Đã rà soát bốn thôn (giả định)." });
  await act(officer, url, "report_done", { "mc-1": "Biên bản 03/BB (giả định)" });
  assert.ok(!(await offered(officer)).includes("close"), "whoever reported it done closes it");
  await act(head, url, "close");
  await says(head, /Trạng thái: hoàn thành/);
};

const report = async (base, as) => {
  const officer = await as("file_officer");
  await officer.goto(`${base}/bao-cao/moi?bieu-mau=qd28-xa&ky=2026-year`);
  await says(officer, /Báo cáo được lập/);
  await officer.click("main form button");
  await officer.waitForURL(/xong=1/);
  const url = officer.url().replace(/\?.*/, "");
  await says(officer, /Còn thiếu để gửi được/);
  await says(officer, /chưa có số liệu/);
  for (const part of ["can-cu", "de-nghi"]) await act(officer, url, `fill?muc=${part}`, { "noi-dung": "Theo sổ theo dõi (giả định)." });
  assert.ok(!(await offered(officer)).includes("submit"), "an officer sends what the head answers for");

  const head = await as("police_head");
  await act(head, url, "submit");
  await says(head, /đã gửi, chờ duyệt/);
  assert.ok(!(await offered(head)).includes("approve"), "whoever sent it approves it");

  const office = await as("standing_office");
  await act(office, url, "approve");
  await says(office, /đã duyệt/);
  await act(office, url, "lock");
  await says(office, /đã khóa/);
  for (const kind of ["docx", "pdf", "xlsx", "json"]) {
    const link = await office.getAttribute(`main a[href*=".${kind}"], main a[href*="=${kind}"]`, "href");
    const paper = await office.request.get(new URL(link, base).href);
    assert.equal(paper.status(), 200, kind);
    assert.ok((await paper.body()).byteLength > 500, kind);
  }
};

export const ladder = async ({ base, browser, check }) => {
  const all = officers(browser, base);
  await check("ladder: a task from hand to hand until somebody else confirms it", () => task(base, all.as));
  await check("ladder: a report from the commune to the standing office, locked and printed", () => report(base, all.as));
  await all.leave();
};
