// Puts the fonts that papers are set in into crates/press/fonts/, with their licence.
// They come from npm at build time and are never committed; crates/press/build.rs puts them into the binary.
import { copyFile, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, "../../node_modules/@expo-google-fonts/tinos");
const to = join(here, "fonts");
// Tinos has the widths of Times New Roman, which Decree 30/2020 asks for, and every Vietnamese letter.
const fonts = {
  "Tinos-Regular.ttf": "400Regular/Tinos_400Regular.ttf",
  "Tinos-Italic.ttf": "400Regular_Italic/Tinos_400Regular_Italic.ttf",
  "Tinos-Bold.ttf": "700Bold/Tinos_700Bold.ttf",
  "Tinos-BoldItalic.ttf": "700Bold_Italic/Tinos_700Bold_Italic.ttf",
};

await rm(to, { recursive: true, force: true });
await mkdir(to, { recursive: true });
for (const [name, source] of Object.entries(fonts)) {
  await copyFile(join(from, source), join(to, name));
  console.log(`${name}  ${(await stat(join(to, name))).size} B`);
}
await copyFile(join(from, "LICENSE_FONT"), join(to, "OFL.txt"));
// written last: whoever sees it finds the others
await writeFile(join(to, "fonts.json"), `${JSON.stringify(Object.keys(fonts), null, 2)}\n`);
