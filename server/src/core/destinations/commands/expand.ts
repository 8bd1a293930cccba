/** Expansions of words: what variables in the tree make of them, and the name that would decide where they do not. */
import type { TrailStep } from "../destination.js";
import type { Part, Word } from "./words.js";

/** One possible value. `missing` names what would decide the rest (`secrets.HOST`); the text then keeps that part as written. */
export interface Expansion {
  readonly text: string;
  readonly missing: string | null;
  readonly trail: readonly TrailStep[];
}

/** Values of a name; undefined: nothing in the tree says. */
export type Scope = (name: string) => readonly Expansion[] | undefined;

const mostValues = 24;
const longestValue = 4_000;

/** A value that the file states at that line. */
export function stated(text: string, path: string, line: number, what: string): Expansion {
  return { text, missing: null, trail: [{ path, line, what }] };
}

/** All values of a word, at most 24: variables with several values multiply. */
export function expand(word: Word | readonly Part[], scope: Scope): Expansion[] {
  const parts = "parts" in word ? word.parts : word;
  let all: readonly Expansion[] = [{ text: "", missing: null, trail: [] }];
  for (const part of parts) all = typeof part === "string" ? all.map((one) => joined(one, part)) : joinedAll(all, valuesOf(part, scope));
  return [...all];
}

function joined(one: Expansion, text: string): Expansion {
  return { text: (one.text + text).slice(0, longestValue), missing: one.missing, trail: one.trail };
}

function joinedAll(all: readonly Expansion[], options: readonly Expansion[]): readonly Expansion[] {
  const both: Expansion[] = [];
  for (const one of all) {
    for (const option of options) {
      if (both.length === mostValues) return both;
      both.push(join(one, option));
    }
  }
  return both;
}

function valuesOf(part: Exclude<Part, string>, scope: Scope): readonly Expansion[] {
  const known = part.name === null ? undefined : scope(part.name);
  if (known?.length && (part.fallback === undefined || known.some((v) => v.missing === null && v.text !== ""))) return known;
  if (part.fallback) return expand(part.fallback, scope);
  return [{ text: part.raw.replace(/\s+/g, ""), missing: part.name ?? "the output of a command", trail: [] }];
}

function join(a: Expansion, b: Expansion): Expansion {
  const trail = b.trail.length ? [...a.trail, ...b.trail].slice(-8) : a.trail;
  return { text: (a.text + b.text).slice(0, longestValue), missing: a.missing ?? b.missing, trail };
}

/** Whether text still has a variable in it. */
export function isOpen(text: string): boolean {
  return /[$`]|\{\{|<<|%\w+%|\{\}/.test(text);
}

/** Text that a person was meant to replace, or that stays on the machine. */
export function isPlaceholder(text: string): boolean {
  return /^$|example\.(?:com|org|net|cn)|^<[^>]*>$|your[-_. ]?|x{3,}|change[-_]?me|placeholder|must[-_]?override|replace[-_]?me|\.invalid$|\.test$|^\.+$|^-/i.test(
    text,
  );
}

/** Hosts that are the machine itself or a neighbour in its own network of containers. */
export function isLocal(host: string): boolean {
  const name = host.replace(/:\d+$/, "");
  return (
    /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal|.*\.localhost|kind-registry|[\w.-]+\.svc(?:\.cluster\.local)?)$/i.test(
      name,
    ) || !/[.:]/.test(name)
  );
}

/** A host whose first label alone is a variable keeps the rest (`*.dkr.ecr.eu-west-1.amazonaws.com`); any other host with a variable stays as it is. */
export function closedHost(host: string): string {
  if (!isOpen(host)) return host;
  const starred = host.replace(/\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{[^}]*\}\}/g, "*");
  return /^[\w-]*\*[\w*-]*(?:\.[a-z0-9-]+){2,}$/.test(starred) ? starred.replace(/^[^.]*/, "*") : host;
}

/** The host of a URL, `user@host:path`, `host:path` or `host/path`, in lower case; null where it has none. */
export function hostOf(written: string): string | null {
  const text = written.replace(/^[a-z]+:\/\/[^/\s]*@(?=[a-z]+:\/\/)/i, "");
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?(\[[^\]]+\]|[^/:?#\s]*)/i.exec(text);
  const scp = url ? null : /^(?:[^@\s/]+@)?([^:/\s]+)(?::|\/|$)/.exec(text);
  const host = (url?.[1] ?? scp?.[1] ?? "").replace(/\.$/, "").toLowerCase();
  return host === "" ? null : host;
}
