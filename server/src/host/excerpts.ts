/** Source lines for reports, only where the user asked for excerpts. */
import path from "node:path";
import { readBounded } from "./bounded-file.js";

/** A line of a file below the root (from 1), or undefined; the last file is kept, because its lines are asked for one after another. */
export function excerptsOf(root: string): (file: string, line: number) => string | undefined {
  let last = { file: "", lines: [] as readonly string[] };
  return (file, line) => {
    if (file !== last.file) last = { file, lines: linesOf(path.join(root, file)) };
    return last.lines[line - 1];
  };
}

function linesOf(file: string): readonly string[] {
  const read = readBounded(file, 8 << 20);
  if (!read.ok || read.bytes.subarray(0, 8192).includes(0)) return [];
  return decoded(read.bytes).split(/\r\n|\r|\n/);
}

/** UTF-8, or GB18030 where it is not that. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
