// Bundles the page: node build.mjs [FOLDER]. Names of files carry a hash, so that a browser may keep
// each for ever; only index.html is asked for anew.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2] ?? join(here, "../tidings_desk/static");

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  outdir: folder,
  publicPath: "/",
  entryNames: "assets/[name]-[hash]",
  chunkNames: "assets/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  metafile: true,
  legalComments: "none",
  // Where light-dark() and <dialog> are known; all of them are of 2024.
  target: ["chrome123", "firefox120", "safari17.5"],
};

const page = await build({
  ...shared,
  entryPoints: ["src/main.tsx", "src/styles/page.css"],
  format: "esm",
  splitting: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  // The map's outlines are fetched as they are when somebody looks at the map.
  loader: { ".json": "file", ".svg": "file" },
});
// Before the first paint, so that a dark page never flashes white; hence no module.
const theme = await build({ ...shared, entryPoints: ["src/theme-first.ts"], format: "iife" });

const built = new Map();
for (const [path, output] of Object.entries({
  ...page.metafile.outputs,
  ...theme.metafile.outputs,
})) {
  if (output.entryPoint) {
    built.set(basename(output.entryPoint), "/" + relative(folder, join(here, path)));
  }
}

// The page's modules are asked for at once, not each when the one before has been read.
const [, main] = Object.entries(page.metafile.outputs).find(([path]) => /main-\w+\.js$/.test(path));
const preloads = main.imports
  .filter(({ kind }) => kind === "import-statement")
  .map(({ path }) => `<link rel="modulepreload" href="/${relative(folder, join(here, path))}" />`);
built.set("preloads", preloads.join(""));

const template = await readFile(join(here, "index.html"), "utf8");
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, "index.html"),
  template.replace(/\{\{(.+?)\}\}/g, (_, name) => {
    if (!built.has(name)) throw new Error(`nothing was built from ${name}`);
    return built.get(name);
  }),
);

// Whoever gets the bundle gets the licences of what is inside.
const inputs = Object.keys({ ...page.metafile.inputs, ...theme.metafile.inputs });
const packages = new Set(
  inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
);
const licences = await Promise.all([...packages].sort().map(readLicence));
await writeFile(join(folder, "licences.txt"), licences.join("\n\n"));

async function readLicence(name) {
  const root = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const file = (await readdir(root)).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} comes without its licence`);
  return `${name} ${version} (${license})\n\n${await readFile(join(root, file), "utf8")}`;
}
