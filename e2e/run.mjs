// Drives a real browser over a running server: node e2e/run.mjs http://localhost:8080
// Passkeys need the name localhost. The server should show made-up data (`anlanh demo`) and the gallery (debug build or
// ANLANH_GALLERY=1). Nothing is downloaded: Debian's Chromium is used (CHROMIUM=path to change).
import { chromium } from "playwright-core";
import { accessibility } from "./accessibility.mjs";
import { answers } from "./answers.mjs";
import { cases } from "./cases.mjs";
import { figures } from "./figures.mjs";
import { islands } from "./islands.mjs";
import { keyboard } from "./keyboard.mjs";
import { ladder } from "./ladder.mjs";
import { plain } from "./plain.mjs";
import { provider } from "./provider.mjs";
import { signin } from "./signin.mjs";
import { work } from "./work.mjs";

const base = process.argv[2]?.replace(/\/$/, "");
if (!base) {
  console.error("usage: node e2e/run.mjs <base-url>");
  process.exit(64);
}
const only = process.argv[3];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});

let passed = 0;
const failures = [];
/** One check with a name; whatever it throws is its failure. */
const check = async (name, body) => {
  if (only && !name.includes(only)) return;
  try {
    await body();
    passed += 1;
  } catch (error) {
    failures.push(name);
    console.log(`FAILED ${name}\n    ${String(error.message ?? error).split("\n").slice(0, 12).join("\n    ")}`);
  }
};

try {
  for (const suite of [answers, signin, provider, plain, accessibility, keyboard, islands, figures, cases, work, ladder]) {
    const start = Date.now();
    await suite({ base, browser, check });
    console.log(`${suite.name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
