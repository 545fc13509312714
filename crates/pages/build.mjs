// Builds what a browser loads: one style sheet, one script, one icon.
// Writes crates/pages/dist/ with hashed names, gzip copies and manifest.json;
// crates/pages/build.rs reads the manifest and puts the files into the binary.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
/** Slow lines and old laptops: everything together, compressed, stays below this. */
const BUDGET_GZ_BYTES = 40 * 1024;

const bundle = async (entry) => {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    target: ["chrome90", "firefox90", "safari15"],
    legalComments: "none",
    logLevel: "warning",
    external: ["data:*"],
  });
  return Buffer.from(result.outputFiles[0].contents);
};

const files = {
  "app.css": await bundle("styles/app.css"),
  "app.js": await bundle("islands/app.ts"),
  "icon.svg": await readFile(join(here, "static/icon.svg")),
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const manifest = {};
let total = 0;
for (const [name, bytes] of Object.entries(files)) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const [stem, extension] = name.split(".");
  const hashed = `${stem}-${hash}.${extension}`;
  const gz = gzipSync(bytes, { level: 9 });
  manifest[name] = hashed;
  total += gz.length;
  await writeFile(join(dist, hashed), bytes);
  await writeFile(join(dist, `${hashed}.gz`), gz);
  console.log(`${hashed}  ${bytes.length} B  ${gz.length} B gz`);
}
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`together ${total} B gz of ${BUDGET_GZ_BYTES}`);
if (total > BUDGET_GZ_BYTES) {
  console.error("the pages have become too heavy for a commune office's line");
  process.exit(1);
}
