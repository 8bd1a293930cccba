// One file of dist/ from one of the sources and all that it imports. Starts are what it is made for: see the comments.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

/** Classes that no start needs, by package: it runs when the first of them is made. The tables of fflate take six milliseconds to fill. */
const late = { fflate: ["Decompress", "Gunzip", "Inflate"] };

/** A package of `late` as two files: one that makes its classes, and one with those classes alone, which runs when it is required. */
const whenMade = {
  name: "when-made",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(late).join("|")})$`) }, ({ path: name, namespace }) =>
      namespace === "whole" ? undefined : { path: name, namespace: "late" },
    );
    onResolve({ filter: /^whole$/, namespace: "late" }, ({ importer }) => ({ path: importer, namespace: "whole" }));
    onLoad({ filter: /./, namespace: "late" }, ({ path: name }) => ({
      contents: late[name]
        .map((made) => `export function ${made}(...given) { return new (require("whole").${made})(...given); }`)
        .join("\n"),
    }));
    onLoad({ filter: /./, namespace: "whole" }, ({ path: name }) => ({
      contents: `export { ${late[name].join(", ")} } from "${name}";`,
      resolveDir: root,
    }));
  },
};

/** `import text from "./page.css?raw"`: the file's text, as the HTML report wants its style and script. Vitest knows the same spelling. */
const rawText = {
  name: "raw-text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?raw$/ }, ({ path: wanted, resolveDir }) => ({
      path: path.join(resolveDir, wanted.slice(0, -"?raw".length)),
      namespace: "raw",
    }));
    onLoad({ filter: /.*/, namespace: "raw" }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8"),
      loader: "text",
      watchFiles: [file],
    }));
  },
};

/** CommonJS for Node 20. `apart`: files of dist/ that are loaded when they are needed. */
export async function bundle(from, to, apart = []) {
  await build({
    entryPoints: [path.join(root, from)],
    outfile: to,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    legalComments: "none",
    plugins: [rawText, whenMade],
    // Its modules, not its CommonJS: no file that imports it gets a copy of all that it exports.
    alias: { yaml: path.join(root, "node_modules/yaml/browser/dist/index.js") },
    external: ["vscode", ...apart],
    // `import()` becomes `require`, which knows the editor's own module in every version.
    supported: { "dynamic-import": false },
    define: { BORDERLINE_VERSION: JSON.stringify(version) },
    logLevel: "warning",
  });
  // The bundler leaves regular expressions as they are written. One Chinese letter, and all of the text takes twice the room and the time to read.
  const text = readFileSync(to, "utf8");
  writeFileSync(
    to,
    text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
