/** The rings hold: who may import whom is one table, and this reads every import against it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

/** ring: the folder it is; what it may import besides itself; the packages it may use (Node's own are `node:`). */
const rings = [
  { ring: "server/src/core", may: [], packages: ["yaml", "minimatch", "fflate", "toml-eslint-parser", "dockerfile-ast", "sarif"] },
  { ring: "server/src/host", may: ["server/src/core"], packages: ["node:", "minimatch", "yaml"] },
  { ring: "server/src/cli", may: ["server/src/core", "server/src/host", "server/src/version"], packages: ["node:", "yaml"] },
  {
    ring: "server/src/lsp",
    may: ["server/src/core", "server/src/host", "server/src/version", "schemas"],
    packages: ["node:", "vscode-languageserver", "vscode-languageserver-textdocument"],
  },
  { ring: "client/src", may: ["server/src/lsp/protocol"], packages: ["node:", "vscode", "vscode-languageclient"] },
] as const;

/** Inside the core, in the order of the data: a folder may import itself and what stands before it. Types may go either way. */
const coreOrder = [
  "text",
  "problem",
  "words",
  "rulebook",
  "markers",
  "destinations",
  "exposures",
  "scan-result",
  "reports",
  "parse-rulebook",
  "scan",
  "push",
];

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => path.posix.join(folder, name.replaceAll("\\", "/")));
}

/** Every module that a file imports; `typeOnly` where nothing of it is left at run time. */
function importsOf(file: string): { module: string; typeOnly: boolean }[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)";/gms)].map(([, type, module]) => ({
    module: module ?? "",
    typeOnly: type !== undefined,
  }));
}

function target(file: string, module: string): string {
  return path.posix.join(path.posix.dirname(file), module).replace(/\.js$/, "");
}

describe("the rings", () => {
  for (const { ring, may, packages } of rings) {
    it(`${ring} imports only what it may`, () => {
      const wrong = sources(ring).flatMap((file) =>
        importsOf(file)
          .filter(({ module }) =>
            module.startsWith(".")
              ? ![ring, ...may].some((allowed) => target(file, module) === allowed || target(file, module).startsWith(`${allowed}/`))
              : !packages.some((allowed) => module === allowed || module.startsWith(allowed.endsWith(":") ? allowed : `${allowed}/`)),
          )
          .map(({ module }) => `${file} imports ${module}`),
      );
      expect(wrong).toEqual([]);
    });
  }

  it("the core's folders import in the order of the data", () => {
    const place = (file: string): number =>
      coreOrder.indexOf(file.slice("server/src/core/".length).split("/")[0]?.replace(/\.ts$/, "") ?? "");
    const wrong = sources("server/src/core").flatMap((file) =>
      importsOf(file)
        .filter(({ module, typeOnly }) => !typeOnly && module.startsWith(".") && place(target(file, module)) > place(file))
        .map(({ module }) => `${file} imports ${module}`),
    );
    expect(wrong).toEqual([]);
  });

  it("there are no folders for leftovers", () => {
    const names = ["server/src", "client/src"].flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }),
    );
    expect(names.filter((name) => /(^|\/)(utils?|helpers?|common|misc|shared)(\.ts)?$/.test(name))).toEqual([]);
  });
});
