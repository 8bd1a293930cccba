/**
 * Which files are worth reading closely: from the literals that one pass saw, the most that each rule could find.
 * The bound is never below what `contentEvidence` and `treeMarkers` give, so a file that the gate holds back has nothing to show;
 * and it is close enough that few files pass it: literals must stand alone, in a kind of file where their signal may count.
 */
import { literalAt, type CompiledRules } from "./compile-rules.js";
import { passOf, type Accept } from "./one-pass.js";
import { beginsName } from "./byte-borders.js";
import { createBound, noHope, readAll, type GateAnswer } from "./bound.js";
import { listAt } from "./lists.js";
import { around } from "./literals.js";

/** A gate keeps what it saw between calls: one for each thread. */
export interface Gate {
  /** Memory of the one pass: bytes that lie here need no copy. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** Looks at bytes of the file at hand (UTF-8, or GB18030 as it is). */
  readonly look: (bytes: Uint8Array, from: number, to: number) => void;
  /** The answer for what was looked at, and the gate is ready for the next file. */
  readonly answer: (path: string) => GateAnswer;
}

/** Builds the gate of compiled rules. */
export function createGate(compiled: CompiledRules): Gate {
  const bound = createBound(compiled);
  const accept = createAccept(compiled);
  const pass = passOf(compiled.index, compiled.image);
  const look = (bytes: Uint8Array, from: number, to: number): void => pass.see(bytes, from, to, accept);
  const encoder = new TextEncoder();
  /** Looks at a path. */
  const lookAt = (path: string): void => {
    const name = 3 * path.length < pass.nameRoom.length ? pass.nameRoom : new Uint8Array(3 * path.length);
    const { written } = encoder.encodeInto(path, name);
    look(name.subarray(0, written), 0, written);
  };
  const answer = (path: string): GateAnswer => {
    const inText = pass.seen();
    if (inText.length === 0) return noHope;
    if (inText.includes(compiled.suppressionForm)) return readAll;
    return bound(inText, path, () => {
      lookAt(path);
      return pass.seen();
    });
  };
  return { room: pass.room, look, answer };
}

/** Whether an occurrence of a form begins as a word of its own for any literal that it may be, and is spelt so: as `standsAlone` in occurrences.ts, on bytes. */
function createAccept(compiled: CompiledRules): Accept {
  const encoder = new TextEncoder();
  const spellings = new Map<number, readonly Uint8Array[]>();
  const spellingsOf = (form: number): readonly Uint8Array[] => {
    let known = spellings.get(form);
    if (!known) {
      known = Array.from(listAt(compiled.literalsOf, form), (index) => encoder.encode(literalAt(compiled, index).exact ?? ""));
      spellings.set(form, known);
    }
    return known;
  };
  return (form, bytes, begin) => {
    const need = compiled.index.around[form]!;
    if (need & around.leftBorder && !beginsName(bytes, begin)) return false;
    return !(need & around.exact) || isSpelt(spellingsOf(form), bytes, begin);
  };
}

/** Whether one of the spellings stands at an offset. */
function isSpelt(spellings: readonly Uint8Array[], bytes: Uint8Array, begin: number): boolean {
  for (const spelling of spellings) {
    let at = 0;
    while (at < spelling.length && bytes[begin + at] === spelling[at]) at++;
    if (at === spelling.length) return true;
  }
  return false;
}
