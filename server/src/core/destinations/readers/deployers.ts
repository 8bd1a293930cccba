/** Tools that deploy to hosts of one's own: Kamal (`config/deploy.yml`), Capistrano, PM2's `ecosystem.config`, Deployer, Fabric, Mina. Programs are looked at line by line, never run. */
import { pushedImage } from "../commands/pushed-image.js";
import { expand, type Expansion } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { partsOf } from "../commands/tokens.js";
import { at, documentsOf, entriesOf, scalarAt, textOf, type Node, type Scalar } from "../document.js";
import type { Reader } from "../reader.js";

const kamalFile = /(^|\/)config\/deploy(?:\.[\w-]+)?\.ya?ml$/;

/** Lines of programs that name a host; the host, or a list of them, is the first group. */
const lines: readonly { readonly file: RegExp; readonly line: RegExp; readonly name: string }[] = [
  {
    file: /(^|\/)(?:config\/deploy(?:\/[\w-]+)?\.rb|Capfile)$/,
    line: /^\s*(?:server|role\s*\(?:?\w+\s*,|set\s*\(?:domain\s*,)\s*\(?\s*["']([^"']+)["']/,
    name: "server",
  },
  {
    file: /(^|\/)ecosystem(?:\.[\w-]+)?\.(?:config\.)?(?:c?js|json)$/,
    line: /["']?\bhost["']?\s*:\s*(\[[^\]]*\]|["'][^"']+["'])/,
    name: "deploy.host",
  },
  { file: /(^|\/)deploy\.php$/, line: /^\s*(?:->)?(?:host|server)\s*\(\s*((?:["'][^"']+["']\s*,?\s*)+)/, name: "host" },
  {
    file: /(^|\/)fabfile(?:\/[\w-]+)?\.py$/,
    line: /\b(?:env\.hosts|hosts|host_string|Connection)\s*[=(]\s*(?:host\s*=\s*)?(\[[^\]]*\]|["'][^"']+["'])/,
    name: "hosts",
  },
];

export const deployers: Reader = {
  id: "deployers",
  endings: ["yaml", "yml", "rb", "capfile", "js", "cjs", "json", "php", "py"],
  claims: (path) => kamalFile.test(path) || lines.some((row) => row.file.test(path)),
  read(path, text, tree) {
    const finds = new Finds(path);
    if (!kamalFile.test(path)) {
      for (const row of lines) if (row.file.test(path)) fromLines(text, row, finds);
      return { destinations: finds.all, problems: [] };
    }
    const { roots, problems } = documentsOf(tree, path, text);
    // Before it is YAML the file is a template of Ruby's: what the template makes of it is not this reader's to report.
    for (const root of roots.slice(0, 1)) if (at(root, "service") ?? at(root, "image")) fromKamal(root, finds);
    return { destinations: finds.all, problems: text.includes("<%") ? [] : problems };
  },
};

function fromLines(text: string, row: (typeof lines)[number], finds: Finds): void {
  for (const [i, line] of text.slice(0, 500_000).split("\n").entries()) {
    if (line.length > 1_000 || /^\s*(?:#|\/\/|\*)/.test(line)) continue;
    for (const quoted of (row.line.exec(line)?.[1] ?? "").split(/[\s,[\]]+/).filter(Boolean))
      host(quoted.replace(/^["']|["']$/g, ""), i + 1, row.name, finds);
  }
}

function host(text: string, line: number, name: string, finds: Finds): void {
  // A name of ssh's own configuration.
  if (
    /^[a-z][\w-]{2,30}$/.test(text) &&
    name === "server" &&
    !/^(?:localhost|local|vagrant|example|host(?:name)?|server|user|domain)$/.test(text)
  )
    finds.unknown({ kind: "host", via: "deploy", name, line }, `address of ${text}`, text);
  if (!/^(?:[\w.-]+@)?[\w-]+(?:\.[\w-]+)+(?::\d+)?$/.test(text)) return;
  finds.address({ kind: "host", via: "deploy", name, line }, { text, missing: null, trail: [] });
}

function fromKamal(root: Node, finds: Finds): void {
  const image = scalarAt(root, "image");
  const server = scalarAt(root, "registry", "server");
  if (image)
    for (const value of values(image))
      pushedImage(
        finds,
        { via: "push", name: "image", line: image.line },
        server ? { ...value, text: `${server.text}/${value.text}` } : value,
      );
  hosts(at(root, "servers"), "servers", finds);
  for (const { key, value } of entriesOf(at(root, "accessories"))) {
    hosts(at(value, "host"), `accessories.${key}`, finds);
    hosts(at(value, "hosts"), `accessories.${key}`, finds);
  }
}

function hosts(node: Node | undefined, name: string, finds: Finds): void {
  if (node?.kind === "scalar" && textOf(node) !== undefined) host(node.text, node.line, name, finds);
  if (node?.kind === "list") for (const item of node.items) listed(item, name, finds);
  for (const { key, value } of entriesOf(node))
    if (key !== "options" && key !== "cmd" && key !== "labels" && key !== "env")
      hosts(key === "hosts" || value.kind === "list" ? value : at(value, "hosts"), `${name}.${key}`, finds);
}

/** A host of a list, or a host with its tags (`10.0.0.1: [worker]`). */
function listed(item: Node, name: string, finds: Finds): void {
  if (item.kind === "map") for (const entry of item.entries) host(entry.key, entry.line, name, finds);
  else hosts(item, name, finds);
}

function values(scalar: Scalar): Expansion[] {
  return expand(partsOf(scalar.text), () => undefined);
}
