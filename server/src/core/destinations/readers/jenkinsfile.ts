/** Jenkinsfiles, declarative and scripted, as far as they can be read without running Groovy: variables, shell steps, steps of plug-ins. */
import { imageHost, pushedImage } from "../commands/pushed-image.js";
import type { Expansion, Scope } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { runScript } from "../commands/run.js";
import { newSession, type Session } from "../commands/session.js";
import type { Reader } from "../reader.js";
import { groovyTokens, type Token } from "./groovy.js";
import { applyRow, rowsByName } from "./plugin.js";
import { jenkinsRows } from "./tables/jenkins-steps.js";
import { declaredPlaces, valuesOf, Variables } from "./ci.js";
import { withTreeDefaults } from "./tree-defaults.js";

const rows = rowsByName(jenkinsRows);
const shells = new Set(["sh", "bat", "powershell", "pwsh"]);
/** Names that shared libraries give to steps of theirs that push an image. */
const pushes =
  /^(?:docker_?push(?:_?image)?|push_?(?:docker)?_?image|image_?push|(?:docker_?)?build_?(?:and|n)?_?push(?:_?(?:docker_?)?image)?)$/i;
const parameterKinds = new Set(["string", "choice", "text", "booleanParam"]);

export const jenkinsfile: Reader = {
  id: "jenkinsfile",
  claims: (path) =>
    path.includes("enkins") &&
    (/(^|\/)(?:[\w.-]*[Jj]enkins[Ff]ile[\w. -]*|[\w.-]+\.jenkins(?:file)?)$/.test(path) || /(^|\/)[Jj]enkins\/.+\.groovy$/.test(path)),
  read(path, text, tree) {
    const finds = new Finds(path);
    const tokens = groovyTokens(text);
    const variables = new Variables(path, {});
    collect(tokens, variables);
    const scope: Scope = (name) => variables.scope(name.replace(/^(?:env|params|this|config|Globals)\./, ""));
    readSteps(tokens, { path, session: withTreeDefaults(newSession(finds), tree), scope });
    declaredPlaces(finds, variables);
    return { destinations: finds.all, problems: [] };
  },
};

interface File {
  readonly path: string;
  readonly session: Session;
  readonly scope: Scope;
}

/** `NAME = "…"`, `def name = '…' + x`, `env.NAME = …`, and parameters with their defaults and choices. */
function collect(tokens: readonly Token[], variables: Variables): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (token?.kind !== "name") continue;
    if (next?.text === "=" && tokens[i + 2]?.text !== "=" && tokens[i + 2]?.text !== "~") {
      const value = expression(tokens, i + 2);
      if (value !== null) variables.add(token.text, value, token.line, token.text);
    }
    if (parameterKinds.has(token.text) && next?.text === "(") {
      const args = argumentsOf(tokens, i + 1);
      const name = args.get("name")?.[0]?.text;
      const values = [
        ...(args.get("defaultValue") ?? []),
        ...(args.get("choices") ?? []).flatMap((v) => v.text.split("\n").map((text) => ({ ...v, text }))),
      ];
      if (name !== undefined) for (const value of values) variables.add(name, value.text, value.line, `parameters.${name}`);
    }
  }
}

/** Strings and names joined by `+`, as text in which names are `${name}`; null where it is anything else. */
function expression(tokens: readonly Token[], from: number): string | null {
  let text = "";
  for (let i = from; i < Math.min(tokens.length, from + 40); i++) {
    const token = tokens[i];
    if (!token || token.text === "\n" || token.text === ";" || token.text === "}") return text === "" ? null : text;
    if (token.kind === "string") text += token.text;
    else if (token.kind === "name" && tokens[i + 1]?.text === "(") return null;
    else if (token.kind === "name" && /^(?:env|params)$/.test(token.text) && tokens[i + 1]?.text === ".") {
      text += `\${${tokens[i + 2]?.text ?? ""}}`;
      i += 2;
    } else if (token.kind === "name") text += `\${${token.text}}`;
    else if (token.text === "?" || token.text === ":" || token.text === "[") return null;
    else if (token.text !== "+" && token.text !== "(" && token.text !== ")") return text === "" ? null : text;
  }
  return text;
}

/** Values of arguments by name; unnamed ones under "". Begins at the bracket or at the first argument. */
function argumentsOf(tokens: readonly Token[], from: number): Map<string, Token[]> {
  const found = new Map<string, Token[]>();
  const bracket = tokens[from]?.text === "(";
  let depth = 0;
  let key = "";
  for (let i = from; i < Math.min(tokens.length, from + 400); i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.kind === "sign" && "([{".includes(token.text)) {
      if (token.text === "{" && depth === 0) break;
      depth++;
    } else if (token.kind === "sign" && ")]}".includes(token.text)) {
      depth--;
      if (depth < (bracket ? 1 : 0)) break;
    } else if (token.text === "\n" && depth === 0 && tokens[i - 1]?.text !== ",") break;
    else if (token.kind !== "sign" && tokens[i + 1]?.text === ":" && tokens[i + 2]?.text !== ":") key = token.text;
    else if (token.text === "," && depth <= (bracket ? 1 : 0)) key = "";
    else if (token.kind === "string") found.set(key, [...(found.get(key) ?? []), token]);
    else if (token.kind === "name" && ![".", "("].includes(tokens[i + 1]?.text ?? "") && tokens[i - 1]?.text !== ".")
      found.set(key, [...(found.get(key) ?? []), { ...token, text: `\${${token.text}}` }]);
    else if (token.kind === "name" && tokens[i - 1]?.text === "." && /^(?:env|params)$/.test(tokens[i - 2]?.text ?? ""))
      found.set(key, [...(found.get(key) ?? []), { ...token, text: `\${${token.text}}` }]);
  }
  return found;
}

function readSteps(tokens: readonly Token[], file: File): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (token?.kind !== "name" || next === undefined) continue;
    const member = tokens[i - 1]?.text === ".";
    if (shells.has(token.text) && (next.kind === "string" || next.text === "(" || next.kind === "name") && next.text !== "=")
      script(tokens, i, file);
    else if (token.text === "docker" && next.text === "." && tokens[i + 2]?.text === "withRegistry") registry(tokens, i + 3, file);
    else if (token.text === "push" && member && next.text === "(") images(tokens, i, file);
    else if (!member && pushes.test(token.text) && (next.text === "(" || next.kind === "string")) sharedStep(tokens, i, file);
    else if (rows.has(token.text) && next.text !== "=" && (next.text === "(" || next.kind !== "sign" || next.text === "["))
      plugin(tokens, i, token, file);
  }
}

/** `dockerPush "name/image:tag"` of a shared library: the image that it is handed. */
function sharedStep(tokens: readonly Token[], i: number, file: File): void {
  const args = argumentsOf(tokens, i + 1);
  const image = [...args.values()].flat().find((token) => token.text.includes("/"));
  for (const value of image ? valuesOf(image, file.scope, {}) : [])
    pushedImage(file.session.finds, { via: "push", name: tokens[i]?.text ?? "", line: image?.line ?? 1 }, value);
}

function script(tokens: readonly Token[], i: number, file: File): void {
  for (let n = i + 1; n < Math.min(tokens.length, i + 12); n++) {
    const token = tokens[n];
    if (!token || token.text === "\n" || token.text === "}") return;
    if (token.kind !== "string" && !(token.kind === "name" && tokens[n + 1]?.text === "+")) continue;
    if (token.kind === "string" && /^(?:label|encoding)$/.test(tokens[n - 2]?.text ?? "")) continue;
    file.session.inside = null;
    return void runScript(file.session, { text: joined(tokens, n), line: token.line }, file.scope);
  }
}

/** A text and what `+` adds to it; names become `${name}`. */
function joined(tokens: readonly Token[], from: number): string {
  let text = "";
  for (let n = from; n < Math.min(tokens.length, from + 80); n++) {
    const token = tokens[n];
    if (token?.kind === "string") text += token.text;
    else if (token?.kind === "name" && tokens[n + 1]?.text === ".") continue;
    else if (token?.kind === "name") text += `\${${token.text}}`;
    else if (
      token?.text === "+" ||
      token?.text === "." ||
      (token?.text === "\n" && (tokens[n - 1]?.text === "+" || tokens[n + 1]?.text === "+"))
    )
      continue;
    else break;
  }
  return text;
}

/** `docker.withRegistry('https://…', 'id') { … }`: what is pushed inside goes there. */
function registry(tokens: readonly Token[], i: number, file: File): void {
  const url = argumentsOf(tokens, i).get("")?.[0];
  if (!url) return;
  const values = valuesOf(url, file.scope, {});
  const body = inner(tokens, i);
  const pushes = body.some(
    (token, n) => (token.text === "push" && body[n - 1]?.text === ".") || (token.kind === "string" && /\bpush\b/.test(token.text)),
  );
  if (!pushes) return;
  for (const value of values) {
    const about = { kind: "registry" as const, via: "push" as const, name: "docker.withRegistry", line: url.line };
    if (value.text === "" || /index\.docker\.io|registry\.hub\.docker\.com/.test(value.text))
      file.session.finds.host(about, "docker.io", value.text || "docker.io", value.trail);
    else file.session.finds.address(about, value);
  }
}

/** The tokens between the braces that follow. */
function inner(tokens: readonly Token[], from: number): readonly Token[] {
  let depth = 0;
  let begun = -1;
  for (let i = from; i < Math.min(tokens.length, from + 4_000); i++) {
    if (tokens[i]?.text === "{" && tokens[i]?.kind === "sign" && depth++ === 0) begun = i;
    else if (tokens[i]?.text === "}" && tokens[i]?.kind === "sign" && --depth === 0) return tokens.slice(begun, i);
  }
  return [];
}

/** `image.push()`: the image is what `docker.build` or `docker.image` was given. A registry around it says more and is reported by itself. */
function images(tokens: readonly Token[], i: number, file: File): void {
  const name = tokens[i - 2]?.text ?? "";
  let built: Token | undefined;
  for (let n = i - 1; n >= 0 && built === undefined; n--) {
    const assigned = tokens[n]?.text === name && tokens[n + 1]?.text === "=";
    const chained = name === ")" && tokens[n]?.text === "docker";
    if (!assigned && !chained) continue;
    const call = tokens.slice(n, n + 12).findIndex((token) => token.text === "build" || token.text === "image");
    if (call >= 0) built = argumentsOf(tokens, n + call + 1).get("")?.[0];
    if (built === undefined && chained) break;
  }
  if (built === undefined || withinRegistry(tokens, i)) return;
  for (const value of valuesOf(built, file.scope, {}))
    if (imageHost(value.text, value.missing) !== null)
      pushedImage(file.session.finds, { via: "push", name: "docker.image.push", line: tokens[i]?.line ?? 1 }, value);
}

function withinRegistry(tokens: readonly Token[], i: number): boolean {
  let depth = 0;
  for (let n = i; n >= Math.max(0, i - 4_000); n--) {
    const token = tokens[n];
    if (token?.kind === "sign" && token.text === "}") depth++;
    else if (token?.kind === "sign" && token.text === "{") depth--;
    else if (token?.text === "withRegistry" && depth < 0) return true;
  }
  return false;
}

function plugin(tokens: readonly Token[], i: number, token: Token, file: File): void {
  const args = argumentsOf(tokens, i + 1);
  const use = {
    session: file.session,
    name: token.text,
    written: token.text,
    line: token.line,
    input: (...names: readonly string[]): { values: Expansion[]; line: number } | undefined => {
      for (const name of names) {
        const given = args.get(name);
        if (given?.[0]) return { values: given.flatMap((v) => valuesOf(v, file.scope, {})), line: given[0].line };
      }
      return undefined;
    },
  };
  for (const row of rows.get(token.text) ?? []) applyRow(use, row);
}
