/** The extension's manifest: what it promises in two languages is there in both, and what it offers is there at all. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandNames } from "../../src/lsp/protocol.js";

const root = join(import.meta.dirname, "../../..");

interface Manifest {
  readonly icon: string;
  readonly l10n: string;
  readonly keywords: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string; readonly default: unknown }>> };
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string } }[] }[];
    readonly yamlValidation: readonly { readonly url: string }[];
  };
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as T;
}

const text = readFileSync(join(root, "package.json"), "utf8");
const manifest = json<Manifest>("package.json");
const sources = readdirSync(join(root, "client/src")).map((file) => readFileSync(join(root, "client/src", file), "utf8"));
const placeholders = (sentence: string): string[] => (sentence.match(/\{\d+\}/g) ?? []).sort();

test("every string of the manifest is there in English and Chinese, and none is left over", () => {
  const used = [...new Set([...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? ""))].sort();
  for (const file of ["package.nls.json", "package.nls.zh-cn.json"]) {
    const strings = json<Record<string, string>>(file);
    expect(Object.keys(strings).sort()).toEqual(used);
    expect(Object.values(strings).filter((sentence) => sentence.trim() === "")).toEqual([]);
  }
});

test("commands in links of a translated string are those of the other language", () => {
  const [en, zh] = ["package.nls.json", "package.nls.zh-cn.json"].map((file) => json<Record<string, string>>(file));
  const links = (sentence = ""): string[] => [...sentence.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? "");
  for (const [key, sentence] of Object.entries(en ?? {})) expect(links(zh?.[key]), key).toEqual(links(sentence));
});

test("every string of the extension's code is there in both bundles, with the same placeholders", () => {
  const used = new Set(
    sources.flatMap((source) => [...source.matchAll(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? "")),
  );
  const calls = sources.reduce((sum, source) => sum + (source.match(/l10n\.t\(/g) ?? []).length, 0);
  expect(calls).toBeGreaterThan(10);
  for (const file of ["l10n/bundle.l10n.json", "l10n/bundle.l10n.zh-cn.json"]) {
    const bundle = json<Record<string, string>>(file);
    expect(Object.keys(bundle).sort()).toEqual([...used].sort());
    for (const [key, sentence] of Object.entries(bundle)) expect(placeholders(sentence), key).toEqual(placeholders(key));
  }
});

test("every command that is offered is registered, and every menu names one that is offered", () => {
  const offered = manifest.contributes.commands.map(({ command }) => command).sort();
  const all = sources.join("\n");
  const registered = [...all.matchAll(/^ {4}"(borderline\.\w+)":/gm)].map((match) => match[1] ?? "");
  const grouping = ["item", "destination", "module"].map((name) => `borderline.groupBy.${name}`);
  expect([...registered, ...grouping].sort()).toEqual(offered);
  expect(commandNames.filter((name) => !offered.includes(name))).toEqual([]);
  for (const [menu, entries] of Object.entries(manifest.contributes.menus))
    for (const { command } of entries) expect(offered, menu).toContain(command);
});

test("views, pictures and schemas are there", () => {
  const views = manifest.contributes.views["borderline"]?.map(({ id }) => id) ?? [];
  for (const id of views) expect(sources.join("\n")).toContain(`"${id}"`);
  const files = [
    manifest.icon,
    ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ...manifest.contributes.yamlValidation.map(({ url }) => url),
  ];
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  // PNG: the width stands in bytes 16 to 19.
  expect(readFileSync(join(root, manifest.icon)).readUInt32BE(16)).toBeGreaterThanOrEqual(256);
});

test("settings have a scope and a default; those that an untrusted workspace may not set exist", () => {
  const { properties } = manifest.contributes.configuration;
  for (const [name, { scope, default: value }] of Object.entries(properties)) {
    expect(["window", "resource", "machine-overridable"], name).toContain(scope);
    expect(value, name).not.toBe(undefined);
  }
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(supported).toBe("limited");
  expect(restrictedConfigurations.filter((name) => !(name in properties))).toEqual([]);
  expect(manifest.keywords.length).toBeLessThanOrEqual(5);
});

test("nothing is sent anywhere", () => {
  expect(sources.join("\n")).not.toMatch(/node:https?|\bfetch\(|XMLHttpRequest|telemetry|TelemetryLogger/i);
});

test("no sentence of the editor's calls anything clear, safe or compliant, in either language", () => {
  const files = [
    "package.nls.json",
    "package.nls.zh-cn.json",
    "l10n/bundle.l10n.json",
    "l10n/bundle.l10n.zh-cn.json",
    "server/src/lsp/words.ts",
  ];
  const forbidden = /\b(clear(?:s|ed|ance)?|passed|safe(?:ly|ty)?|compliant|legal(?:ly)?)\b|通过|放行|合规|违规|违法|海外|国外/i;
  const said = (file: string): string => readFileSync(join(root, file), "utf8").replace(/^import .*$/gm, "");
  for (const file of files) expect(forbidden.exec(said(file))?.[0] ?? null, file).toBe(null);
});
