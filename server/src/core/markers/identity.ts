/** Ids and fingerprints. Ids name a place (rule and path); fingerprints name evidence, wherever it stands and whatever it weighs. */
import type { Evidence } from "./marker.js";

/** A short stable id of some strings. */
export function idOf(...parts: readonly string[]): string {
  return hash(parts.join("\u0000"));
}

/** Rule and the sorted, normalised evidence; no path, line or weight. The folder is no part of it: a file that moves stays itself. */
export function fingerprintOf(rule: string, evidence: readonly Evidence[]): string {
  const signals = evidence
    .filter((one) => one.signal !== "folder" && one.signal !== "path")
    .map((one) => `${one.id}=${one.literal.toLowerCase()}`);
  return hash([rule, ...new Set(signals)].sort().join("\u0000"));
}

/** 106 bits of a cyrb53-like hash as hexadecimal: identity, not secrecy. */
function hash(text: string): string {
  return half(text, 0x9e3779b9) + half(text, 0x85ebca6b);
}

function half(text: string, seed: number): string {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, "0");
}
