/** Where the words of rules stand in a text, and what each place is: code, comment, string, import; a definition or a call. */
import { anywhere, askedForms } from "./asked-forms.js";
import { formLength, type CompiledRules } from "./compile-rules.js";
import { forEachHit } from "./one-pass.js";
import type { ImportLine } from "./imports.js";
import type { Language } from "./language.js";
import { CODE, COMMENT, lexKinds } from "./lexer.js";
import { borderAfter, borderBefore, inEncodedRun, type Literal } from "./literals.js";
import { isCall, isDefinition, wordBegin, wordEnd } from "./names.js";
import { ownNames } from "./own-names.js";
import { placeBit } from "./signal-table.js";

/** A place in a text where a literal stands as a word or name of its own; several may stand at one. Offsets in UTF-16 units. */
export interface Occurrence {
  readonly literal: number;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  /** What it is, but for the two that only a look around tells. */
  readonly places: number;
  /** What a look around tells of a name in code: definition, call or neither; `unseen`: nobody has looked. */
  shape: number;
  /** The module that its line imports, where it stands in code; empty: none. */
  readonly module: string;
  /** Whether it stands in code that imports nothing. */
  readonly inCode: boolean;
}

/** All bits: it may be anything. */
const unseen = -1;

/** A text that is asked for evidence, and what is known of its file. */
export interface SourceText {
  readonly text: string;
  /** The text as UTF-8. */
  readonly bytes: Uint8Array;
  readonly language: Language | null;
  readonly manifest: boolean;
  /** Lines (from 1) whose evidence does not count: a suppression stands above them. By rule id; `*` is every rule. */
  readonly without: ReadonlyMap<number, ReadonlySet<string>>;
  /** The rules that are asked for evidence; null: all are. */
  readonly asked: readonly number[] | null;
}

/** Takes every place where a literal of a rule that is asked stands by itself and may count, in the order of the text, and what asks for it there. */
export function findOccurrences(
  compiled: CompiledRules,
  source: SourceText,
  starts: readonly number[],
  imports: readonly ImportLine[],
  take: (occurrence: Occurrence, uses: readonly number[]) => void,
): void {
  const { text, bytes } = source;
  const offsets = charOffsets(text, bytes);
  const occurrenceAt = createPlaces(source, starts, imports);
  const { unasked, meaningsOf } = askedForms(compiled)(source.asked, source.language?.id ?? "");
  const note = (form: number, end: number): void => {
    const start = end - formLength(compiled, form);
    const from = offsets ? offsets[start]! : start;
    const to = offsets ? offsets[end]! : end;
    let found: Occurrence | null = null;
    const meanings = meaningsOf(form);
    for (let at = 0; at < meanings.length; at++) {
      const { literal, understood, places, uses } = meanings[at]!;
      if (!standsAlone(understood, text, from, to)) continue;
      found = found === null ? occurrenceAt(literal, from, to) : alsoOf(found, literal);
      if (mayBeAt(found, places)) take(found, uses);
    }
  };
  forEachHit(compiled.index, bytes, 0, bytes.length, note, unasked);
}

/** Another literal at the same place. */
function alsoOf({ from, to, line, places, shape, module, inCode }: Occurrence, literal: number): Occurrence {
  return { literal, from, to, line, places, shape, module, inCode };
}

/** Tells what a text has at from..to. It is asked in the order of the text, nearly: what holds for a line is found once. */
function createPlaces(
  source: SourceText,
  starts: readonly number[],
  imports: readonly ImportLine[],
): (literal: number, from: number, to: number) => Occurrence {
  const { text, language, manifest } = source;
  const kinds = lexKinds(text, language);
  const namesOwn = ownNames(text, language, kinds);
  const importLines = new Map(imports.map((one) => [one.line, one.module]));
  const config = language?.kind === "config";
  let [line, lineStart, lineEnd] = [0, 0, 0];
  let imported: string | undefined;
  return (literal, from, to) => {
    if (from < lineStart || from >= lineEnd) {
      while (line > 1 && from < starts[line - 1]!) line--;
      while (line < starts.length && from >= starts[line]!) line++;
      lineStart = starts[line - 1]!;
      lineEnd = starts[line] ?? Infinity;
      imported = importLines.get(line);
    }
    if (namesOwn(from, to, lineStart)) return { literal, from, to, line, places: 0, shape: 0, module: "", inCode: false };
    const kind = kinds.at(from);
    const isName = kind === CODE && imported === undefined;
    let places: number;
    if (kind === COMMENT) places = placeBit.comment;
    else if (imported !== undefined) places = placeBit.import | placeBit.identifier;
    else if (isName) places = placeBit.identifier | (config ? placeBit.string : 0);
    else places = placeBit.string | (config ? placeBit.identifier : 0);
    if (manifest && kind !== COMMENT) places |= placeBit.dependency;
    const module = kind === COMMENT ? "" : (imported ?? "");
    return { literal, from, to, line, places, shape: isName ? unseen : 0, module, inCode: isName };
  };
}

/** Places that only a look around tells. */
export const shapes = placeBit.definition | placeBit.call;

/** All that an occurrence is. Looking around it takes longer than all else, so it is done once, and only where somebody asks. */
export function placesOf(one: Occurrence, source: SourceText | null, starts: readonly number[]): number {
  if (one.shape === unseen && source !== null) {
    const { from, to, line } = one;
    const defines = isDefinition(source.text, from, to, starts[line - 1] ?? 0);
    one.shape = defines ? placeBit.definition : isCall(source.text, to) ? placeBit.call : 0;
  }
  return one.shape === unseen ? one.places : one.places | one.shape;
}

/** Whether a look around could find an occurrence at one of the places. A companion counts even where the text only names what it belongs to. */
function mayBeAt(one: Occurrence, places: number): boolean {
  return ((one.places | (one.shape & shapes)) & places) !== 0 || places === anywhere;
}

/** Whether an occurrence is at one of the places. */
export function isAt(one: Occurrence, places: number, source: SourceText | null, starts: readonly number[]): boolean {
  return (one.places & places) !== 0 || ((places & shapes) !== 0 && (placesOf(one, source, starts) & places) !== 0);
}

/** The package of what is imported from beside a file (`from .model import …`, `from "./model"`). */
export const neighbour = ".";

/** The package whose name an occurrence is, where it stands in the first part of an imported module or names a namespace; else null. */
export function packageAt({ from, to, module, inCode }: Occurrence, text: string): string | null {
  if (module !== "") return packageOf(module, text.slice(from, to));
  return inCode ? spaceOf(text, from, to) : null;
}

/** The first part of a module's name, or that it is a neighbour's (`torchrec` of `torchrec.models.dlrm`, `espeak-ng` of `espeak-ng/voice.h`), where the word stands in it. Behind a domain or a host of projects it is the maker or his project (`mavsdk` of `io.mavsdk.Plugin`, `lazreader` of `com.github.someone.lazreader`). */
function packageOf(module: string, word: string): string | null {
  if (module.startsWith(neighbour)) return neighbour;
  const [, domain, first = "", project = ""] =
    /^(?:((?:com|io)\.git(?:hub|ee|lab)|com|org|net|io|edu|dev|gov|cn|de|fr|ch|uk|ai)\.)?([@\w-]+)(?:\.(\w+))?/.exec(module) ?? [];
  const holds = (part: string): boolean => part.toLowerCase().includes(word.toLowerCase());
  if (holds(first)) return first;
  return domain !== undefined && holds(project) ? project : null;
}

/** The namespace whose name the word is or is part of (`small_gicp` of `namespace small_gicp {` and `small_gicp::align`), or null. */
function spaceOf(text: string, from: number, to: number): string | null {
  const begin = wordBegin(text, from);
  const end = wordEnd(text, to);
  const opens = /\b(?:namespace|package|module)\s{1,4}(?:\w{1,40}::)*$/;
  const isSpace = text.startsWith("::", end) || (mayOpen(text, begin) && opens.test(text.slice(Math.max(0, begin - 60), begin)));
  return isSpace ? text.slice(begin, end) : null;
}

/** Whether what stands before a name ends as what opens a namespace does: hardly any does, and this is quickly seen. */
function mayOpen(text: string, begin: number): boolean {
  if (text[begin - 1] === ":") return true;
  let at = begin;
  while (text.charCodeAt(at - 1) <= 32) at--;
  return text.charCodeAt(at - 1) > 127 || (at < begin && text[at - 1] === "e");
}

/** Whether a literal that ends at `to` is a word or name of its own there. */
export function standsAlone(literal: Literal, text: string, from: number, to: number): boolean {
  if (literal.borderless) return true;
  if (literal.exact !== null && text.slice(from, to) !== literal.exact) return false;
  if (!(literal.openLeft || borderBefore(text, from)) || !(literal.openRight || borderAfter(text, to))) return false;
  return !inEncodedRun(text, from, to);
}

/** UTF-8 offset → UTF-16 offset, or null where they are the same. */
export function charOffsets(text: string, bytes: Uint8Array): Uint32Array | null {
  if (text.length === bytes.length) return null;
  const offsets = new Uint32Array(bytes.length + 1);
  let unit = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80) offsets[i] = unit++;
    else if (byte >= 0xc0) {
      offsets[i] = unit;
      unit += byte >= 0xf0 ? 2 : 1;
    } // A continuation byte belongs to the letter before it; the entry of a first byte is that letter's own offset.
    else offsets[i] = offsets[i - 1] ?? 0;
  }
  offsets[bytes.length] = text.length;
  return offsets;
}
