// Coming in: by one-time code, passkey and password, by keyboard alone, and out again.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { violations } from "./accessibility.mjs";
import { officer, open, overflow } from "./ground.mjs";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows for a secret (RFC 6238). */
const totp = (secret, at = Date.now()) => {
  const bits = [...secret.replace(/\s/g, "")].map((c) => DIGITS.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const offset = hash[19] & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
};

/** A new account, made by the demonstration's administrator: its one-time code. */
const enrolled = async (base, login) => {
  const body = new URLSearchParams({ "don-vi": "38", "ten-dang-nhap": login, "ho-ten": `Cán bộ ${login} (giả định)` });
  const headers = { cookie: await officer(base, "platform_admin") };
  const made = await fetch(`${base}/tai-khoan`, { method: "POST", body, headers });
  assert.equal(made.status, 200, "the administrator makes an account");
  return (await made.text()).match(/<strong><code>([0-9A-Z-]+)<\/code><\/strong>/)[1];
};

/** Walks with the Tab key until this has the focus. */
const tabTo = async (page, selector) => {
  for (let stop = 0; stop < 80; stop += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key never comes to ${selector} on ${page.url()}`);
};

/** Presses Enter on what has the focus, and waits for the page after. */
const enter = async (page, where) => {
  await Promise.all([page.waitForURL(where, { waitUntil: "load" }), page.keyboard.press("Enter")]);
};

const sound = async (page) => {
  assert.deepEqual(await violations(page), [], page.url());
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await overflow(page), [], page.url());
  await page.setViewportSize({ width: 1280, height: 720 });
};

const held = async (context) => (await context.cookies()).filter((cookie) => cookie.name === "phien");

/** A passkey that the browser believes in (WebAuthn, virtual authenticators). */
export const authenticator = async (context, page) => {
  const client = await context.newCDPSession(page);
  await client.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    verifies: (isUserVerified) => client.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    forget: () => client.send("WebAuthn.clearCredentials", { authenticatorId }),
  };
};

export const signin = async ({ base, browser, check }) => {
  const mark = Date.now().toString(36);
  const context = await browser.newContext();
  const { page } = await open(context, base, "/dang-nhap");
  const key = await authenticator(context, page);

  await check("signin: a one-time code becomes a passkey, by keyboard alone", async () => {
    const code = await enrolled(base, `phim.${mark}`);
    await page.goto(`${base}/dang-nhap`);
    await sound(page);
    await tabTo(page, "#ma-dang-ky");
    await page.keyboard.type(code.toLowerCase());
    await enter(page, /:\d+\/toi$/);
    assert.match(await page.textContent("h1"), /Thiết lập cách đăng nhập/);
    await sound(page);
    await tabTo(page, "#ten-khoa");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Khóa thử (giả định)");
    await tabTo(page, "al-passkey button");
    await enter(page, /\/toi\?xong=khoa/);
    assert.match(await page.textContent("main"), /Khóa thử \(giả định\)/);
    await sound(page);
  });

  await check("signin: out by keyboard, and nothing of the session stays", async () => {
    await tabTo(page, "details.visitor > summary");
    await page.keyboard.press("Enter");
    await tabTo(page, "form[action='/dang-xuat'] button");
    await enter(page, /\/dang-nhap\?xong=dang-xuat/);
    assert.deepEqual(await held(context), []);
    await page.goto(`${base}/toi`);
    assert.match(page.url(), /\/dang-nhap\?ve=%2Ftoi/);
  });

  await check("signin: in by passkey, by keyboard alone, back to where one wanted to go", async () => {
    await tabTo(page, "al-passkey button");
    await enter(page, /:\d+\/toi$/);
    const [cookie] = await held(context);
    assert.ok(cookie.httpOnly && cookie.sameSite === "Strict" && cookie.expires === -1, JSON.stringify(cookie));
    assert.equal(await page.evaluate(() => document.cookie.includes("phien")), false);
  });

  await check("signin: a second proof by keyboard changes the session's reference", async () => {
    const [before] = await held(context);
    await page.goto(`${base}/xac-minh?ve=/toi`);
    await sound(page);
    await tabTo(page, "al-passkey button");
    await enter(page, /:\d+\/toi$/);
    const [after] = await held(context);
    assert.notEqual(before.value, after.value);
  });

  await check("signin: a passkey that does not verify its user is told so and lets nobody in", async () => {
    await context.clearCookies();
    await key.verifies(false);
    await page.goto(`${base}/dang-nhap`);
    await tabTo(page, "al-passkey button");
    await page.keyboard.press("Enter");
    await page.waitForSelector("al-passkey [data-fault]:not([hidden])");
    assert.match(await page.textContent("al-passkey [data-fault]"), /Chưa dùng được khóa truy cập/);
    assert.deepEqual(await held(context), []);
    await sound(page);
    await key.verifies(true);
  });

  await check("signin: a password with its second factor, without script", async () => {
    const bare = await browser.newContext({ javaScriptEnabled: false });
    const { page: plain } = await open(bare, base, "/dang-nhap");
    assert.ok(await plain.isVisible("al-passkey [data-without]"), "what passkeys need is said");
    await plain.fill("#ma-dang-ky", await enrolled(base, `mat.khau.${mark}`));
    await plain.click("form[action='/dang-nhap/ma'] button");
    await plain.click("form[action='/toi/mat-khau/bat-dau'] button");
    assert.ok(await plain.isVisible("svg.square"));
    const secret = await plain.textContent("svg.square + p code");
    for (const field of ["#mat-khau", "#nhap-lai"]) await plain.fill(field, "giọt sương kẽ lá bưởi");
    await plain.fill("#ma", totp(secret));
    await plain.click("form[action='/toi/mat-khau'] button");
    const codes = await plain.$$eval("ol.once code", (all) => all.map((code) => code.textContent));
    assert.equal(codes.length, 10);
    await plain.click("main a.button");
    assert.match(await plain.textContent("main"), /Còn 10 mã khôi phục/);
    await plain.click("details.visitor > summary");
    await plain.click("form[action='/dang-xuat'] button");
    for (const [code, status] of [["không phải mã", 422], [codes[0], 200], [codes[0], 422]]) {
      await bare.clearCookies();
      await plain.goto(`${base}/dang-nhap`);
      await plain.fill("#ten-dang-nhap", `mat.khau.${mark}`);
      await plain.fill("#mat-khau", "giọt sương kẽ lá bưởi");
      await plain.fill("#ma", code);
      const [answer] = await Promise.all([plain.waitForNavigation(), plain.click("form[action='/dang-nhap/mat-khau'] button")]);
      assert.equal(answer.status(), status, code);
    }
    await bare.close();
  });

  await check("signin: a fictitious officer comes in by a click and begins at their own unit", async () => {
    const visitor = await browser.newContext({ javaScriptEnabled: false });
    const { page: trial } = await open(visitor, base, "/dang-nhap");
    await trial.click("button[value='commune_department']");
    await trial.waitForURL(/\/xa\/14845/);
    assert.match(await trial.textContent("details.visitor summary"), /giả định/);
    await visitor.close();
  });
  await context.close();
};
