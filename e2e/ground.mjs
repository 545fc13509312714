// What the checks share: the pages, a page opened with an eye on what it asks for.
import assert from "node:assert/strict";

/** Cookies of the fictitious officers of the demonstration; an account has two sessions at most, so each comes in once. */
const inside = new Map();

/** The cookie of the demonstration's officer of a role. Whoever proved again who they are got another in its place. */
export const officer = async (base, role) => {
  if (inside.has(role) && !(await isIn(base, await inside.get(role)))) inside.delete(role);
  if (!inside.has(role)) inside.set(role, comeIn(base, role));
  return inside.get(role);
};

const isIn = async (base, cookie) => (await fetch(`${base}/toi`, { headers: { cookie }, redirect: "manual" })).status === 200;

const comeIn = async (base, role) => {
  const body = new URLSearchParams({ "vai-tro": role });
  const response = await fetch(`${base}/dang-nhap/dung-thu`, { method: "POST", body, redirect: "manual" });
  assert.equal(response.status, 303, `no officer for ${role}: is it the demonstration (anlanh demo)?`);
  const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith("phien="));
  return set.split(";")[0];
};

/** Whose work a page is: who reads the nation, records figures, watches, appoints; nobody at the door. */
export const roleFor = (path) => {
  if (path.startsWith("/dang-nhap") || path.startsWith("/dev/")) return undefined;
  if (path.includes("so-lieu")) return "standing_office";
  if (path.startsWith("/so-cai")) return "auditor";
  if (path.startsWith("/lich-bao-cao")) return "standing_office";
  if (path.startsWith("/thu-nhac") || path.startsWith("/tai-khoan") || path.startsWith("/de-nghi")) return "platform_admin";
  if (path.startsWith("/nhat-ky") || path.startsWith("/xem-thu")) return "protection_officer";
  if (path.startsWith("/mo-khan-cap")) return "police_head";
  return "ministry_viewer";
};

/** A request of the officer whose work an address is. */
export const visit = async (base, path, { cookie = "", ...options } = {}) => {
  const role = roleFor(path);
  const session = role ? await officer(base, role) : "";
  const headers = { ...options.headers, cookie: [session, cookie].filter(Boolean).join("; ") };
  return fetch(base + path, { ...options, headers });
};

/** Puts an officer's session into a browser, or takes it out. */
export const enter = async (context, base, role) => {
  await context.clearCookies({ name: "phien" });
  if (!role) return;
  const [name, value] = (await officer(base, role)).split("=");
  await context.addCookies([{ name, value, url: base, httpOnly: true, sameSite: "Strict" }]);
};

/** Every address a reader can open, on the demonstration's data. */
export const PAGES = [
  "/",
  "/?xep=ty-le&chieu=giam",
  "/tinh/38",
  "/tinh/38?q=muong&ket-qua=DRUG_FREE",
  "/tinh/38?q=khong-co-ten-nay",
  "/tinh/08",
  "/tinh/38/xep-loai",
  "/tinh/38/gia-dinh",
  "/tinh/38/danh-sach",
  "/tinh/38/muc-tieu",
  "/tinh/38/lo-trinh",
  "/ca-nuoc/danh-sach",
  "/ca-nuoc/muc-tieu",
  "/tinh/38/so-lieu",
  "/tinh/38/so-lieu?cap=tinh",
  "/tinh/38/so-lieu?trang=2",
  "/xa",
  "/xa?tinh=38&trang=2",
  "/xa/14845",
  "/xa/14845?band_reading=literal",
  "/xa/14845/gia-dinh",
  "/luat",
  "/luat/ho-so",
  "/luat/ho-so?che-do=A&trang-thai=S2",
  "/luat/vn-qd28-2025",
  "/luat/vn-qd3122-2010-bca",
  "/don-vi",
  "/don-vi?q=muong%20lat",
  "/don-vi/14845",
  "/don-vi/14845?ngay=2025-06-30",
  "/dang-nhap",
  "/dang-nhap?ve=%2Ftinh%2F38",
  "/toi",
  "/toi/lich",
  "/xac-minh?ve=%2Ftoi",
  "/lich-bao-cao",
  "/thu-nhac",
  "/so-cai",
  "/so-cai/tuan/2025/50",
  "/tai-khoan",
  "/tai-khoan?don-vi=38",
  "/de-nghi",
  "/mo-khan-cap",
  "/nhat-ky-truy-cap",
  "/xem-thu",
];

/** Names of the gallery's exhibits, e.g. `nation/full`. */
export const exhibits = async (base) => {
  const response = await fetch(`${base}/dev/gallery`);
  assert.equal(response.status, 200, "the gallery is off; serve a debug build or set ANLANH_GALLERY=1");
  return [...(await response.text()).matchAll(/\/dev\/gallery\/([a-z-]+\/[a-z-]+)\?/g)].map((match) => match[1]);
};

/** What each page has asked for, said and thrown since it was last sent somewhere. */
const heard = new WeakMap();

const listen = (page, base) => {
  const wrong = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${base}/`) && !url.startsWith("data:")) wrong.push(`asks ${url}`);
  });
  page.on("console", (message) => {
    const ours = message.type() === "error" && !/Failed to load resource/.test(message.text());
    if (ours) wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`throws ${error.message}`));
  heard.set(page, wrong);
};

/** Opens an address, in a page of its own or in one that is there; fails on anything that leaves the origin, breaks the policy or throws. */
export const open = async (context, base, path, { status = 200, role = roleFor(path), page: there } = {}) => {
  await enter(context, base, role);
  const page = there ?? (await context.newPage());
  if (!heard.has(page)) listen(page, base);
  const wrong = heard.get(page);
  wrong.length = 0;
  const response = await page.goto(base + path, { waitUntil: "load" });
  assert.equal(response.status(), status, path);
  assert.deepEqual(wrong, [], path);
  return { page, response, wrong };
};

/** Whether everything fits the width, as WCAG 1.4.10 asks; only tables may scroll, inside their frame. */
export const overflow = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll"))
      .slice(0, 5)
      .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""} ends at ${Math.round(e.getBoundingClientRect().right)}`);
  });
