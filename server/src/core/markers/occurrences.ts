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

/** A place in a text where a literal stands as a word or name of its own. Offsets in UTF-16 units. */
export interface Spot {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  /** What it is, but for the two that only a look around tells. */
  readonly places: number;
  /** What a look around tells of a name in code: definition, call or neither; `unseen`: nobody has looked. */
  shape: number;
  /** The module that its line imports, where it stands in code; empty: none. */
  readonly module: string;
  /** Whether it stands in code that imports nothing. */
  readonly inCode: boolean;
}

const unseen = -1;

/** One literal at a place; several literals may stand at one. */
export interface Occurrence {
  readonly literal: number;
  readonly spot: Spot;
}

/** A text that is asked for evidence, and what is known of its file. */
export interface SourceText {
  readonly text: string;
  /** The text as UTF-8. */
  readonly bytes: Uint8Array;
  readonly language: Language | null;
  readonly manifest: boolean;
  /** Lines (from 1) whose evidence does not count: a suppression stands above them. By rule id; `*` is every rule. */
  readonly without: ReadonlyMap<number, ReadonlySet<string>>;
  /** By number of a rule 1 where it is asked for evidence; null: all are. */
  readonly asked: Uint8Array | null;
}

/** Every place where a literal of a rule that is asked stands by itself and may count, in the order of the text. */
export function findOccurrences(
  compiled: CompiledRules,
  source: SourceText,
  starts: readonly number[],
  imports: readonly ImportLine[],
): Occurrence[] {
  const { text, bytes } = source;
  const offsets = charOffsets(text, bytes);
  const spotAt = createSpots(source, starts, imports);
  const { unasked, meaningsOf } = askedForms(compiled, source.asked);
  const occurrences: Occurrence[] = [];
  const note = (form: number, end: number): void => {
    const start = end - formLength(compiled, form);
    const from = offsets ? (offsets[start] ?? 0) : start;
    const to = offsets ? (offsets[end] ?? 0) : end;
    let spot: Spot | null = null;
    for (const { literal, understood, places } of meaningsOf(form)) {
      if (!standsAlone(understood, text, from, to)) continue;
      spot ??= spotAt(from, to);
      if (mayBeAt(spot, places)) occurrences.push({ literal, spot });
    }
  };
  forEachHit(compiled.index, bytes, 0, bytes.length, note, unasked);
  return occurrences;
}

/** Tells what a text has at from..to. It is asked in the order of the text, nearly: what holds for a line is found once. */
function createSpots(source: SourceText, starts: readonly number[], imports: readonly ImportLine[]): (from: number, to: number) => Spot {
  const { text, language, manifest } = source;
  const kinds = lexKinds(text, language);
  const namesOwn = ownNames(text, language, kinds);
  const importLines = new Map(imports.map((one) => [one.line, one.module]));
  const config = language?.kind === "config";
  let [line, lineStart, lineEnd] = [0, 0, 0];
  let imported: string | undefined;
  return (from, to) => {
    if (from < lineStart || from >= lineEnd) {
      while (line > 1 && from < starts[line - 1]!) line--;
      while (line < starts.length && from >= starts[line]!) line++;
      lineStart = starts[line - 1]!;
      lineEnd = starts[line] ?? Infinity;
      imported = importLines.get(line);
    }
    const column = from - lineStart + 1;
    if (namesOwn(from, to, lineStart)) return { from, to, line, column, places: 0, shape: 0, module: "", inCode: false };
    const kind = kinds[from] ?? CODE;
    const isName = kind === CODE && imported === undefined;
    let places: number;
    if (kind === COMMENT) places = placeBit.comment;
    else if (imported !== undefined) places = placeBit.import | placeBit.identifier;
    else if (isName) places = placeBit.identifier | (config ? placeBit.string : 0);
    else places = placeBit.string | (config ? placeBit.identifier : 0);
    if (manifest && kind !== COMMENT) places |= placeBit.dependency;
    const module = kind === COMMENT ? "" : (imported ?? "");
    return { from, to, line, column, places, shape: isName ? unseen : 0, module, inCode: isName };
  };
}

/** Places that only a look around tells. */
export const shapes = placeBit.definition | placeBit.call;

/** All that a spot is. Looking around it takes longer than all else, so it is done once, and only where somebody asks. */
export function placesOf(spot: Spot, source: SourceText | null, starts: readonly number[]): number {
  if (spot.shape === unseen && source !== null) {
    const { from, to, line } = spot;
    const defines = isDefinition(source.text, from, to, starts[line - 1] ?? 0);
    spot.shape = defines ? placeBit.definition : isCall(source.text, to) ? placeBit.call : 0;
  }
  return spot.shape === unseen ? spot.places : spot.places | spot.shape;
}

/** Whether a look around could find a spot at one of the places. A companion counts even where the text only names what it belongs to. */
function mayBeAt(spot: Spot, places: number): boolean {
  return (spot.places & places) !== 0 || (spot.shape === unseen && (places & shapes) !== 0) || places === anywhere;
}

/** Whether a spot is at one of the places. */
export function isAt(spot: Spot, places: number, source: SourceText | null, starts: readonly number[]): boolean {
  return (spot.places & places) !== 0 || ((places & shapes) !== 0 && (placesOf(spot, source, starts) & places) !== 0);
}

/** The package of what is imported from beside a file (`from .model import …`, `from "./model"`). */
export const neighbour = ".";

/** The package whose name a spot is, where it stands in the first part of an imported module or names a namespace; else null. */
export function packageAt({ from, to, module, inCode }: Spot, text: string): string | null {
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
  const [begin, end] = [wordBegin(text, from), wordEnd(text, to)];
  const opens = /\b(?:namespace|package|module)\s{1,4}(?:\w{1,40}::)*$/;
  return text.startsWith("::", end) || opens.test(text.slice(Math.max(0, begin - 60), begin)) ? text.slice(begin, end) : null;
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
