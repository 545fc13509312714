// The programme's work: plans, tasks, meetings, money, reports, calendars, registers. From each list the browser goes where
// its links lead: every page on the way answers, passes axe, fits a phone and works without script.
import assert from "node:assert/strict";
import { violations } from "./accessibility.mjs";
import { enter, overflow } from "./ground.mjs";

const LISTS = [
  "/ke-hoach",
  "/nhiem-vu",
  "/bao-cao",
  "/lich-bao-cao",
  "/hop",
  "/ban-chi-dao",
  "/trao-doi",
  "/khen-thuong",
  "/kinh-phi",
  "/so-van-ban",
  "/mau-van-ban",
  "/lan-in",
];

/** Who walks where: bodies are a province's, the country's report is the ministry's. */
const WALKS = [
  ["police_head", LISTS],
  ["standing_office", [...LISTS, "/co-quan"]],
  ["provincial_leader", ["/bao-cao"]],
  ["national_office", ["/bao-cao"]],
];

/** Pages looked at from one list: enough for one work, its forms and its kinds of view. */
const PAGES_MAX = 9;

/** Addresses in the page's own part that lie under a list, without files to take away; each kind of page once. */
const further = async (page, list) => {
  const found = await page.$$eval("main a[href]", (links) => links.map((link) => new URL(link.href)).map((url) => url.pathname + url.search));
  return found.filter((path) => path === list || path.startsWith(`${list}/`) || path.startsWith(`${list}?`))
    .filter((path) => !/\.(csv|xlsx|docx|pdf|json|ics|xml)(\?|$)/.test(path));
};

/** Two works of a noun have the same kind of page. */
const kindOf = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}").replace(/=[^&]*/g, "=");

const sound = async (page, path) => {
  assert.deepEqual(await violations(page), [], `${path}: axe`);
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await overflow(page), [], `${path}: at 320 px`);
  await page.setViewportSize({ width: 1280, height: 720 });
};

export const work = async ({ base, browser, check }) => {
  const context = await browser.newContext();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  for (const [role, lists] of WALKS) {
    for (const list of lists) {
      await check(`work: ${role} ${list} and what it leads to is sound`, async () => {
        await enter(context, base, role);
        const page = await context.newPage();
        const waiting = [list];
        const seen = new Set([kindOf(list)]);
        while (waiting.length > 0) {
          const path = waiting.shift();
          const response = await page.goto(base + path, { waitUntil: "load" });
          assert.equal(response.status(), 200, `${role} ${path}`);
          assert.ok(!page.url().includes("/dang-nhap"), `${role} ${path} shows the door`);
          for (const next of await further(page, list)) {
            if (seen.size >= PAGES_MAX || seen.has(kindOf(next))) continue;
            seen.add(kindOf(next));
            waiting.push(next);
          }
          await sound(page, path);
        }
        await page.close();
        await enter(plain, base, role);
        const bare = await plain.newPage();
        const response = await bare.goto(base + list);
        assert.equal(response.status(), 200);
        assert.notEqual((await bare.textContent("h1")).trim(), "");
        await bare.close();
      });
    }
  }
  await context.close();
  await plain.close();
};
