/** `borderline destinations [PATH]`: only where this tree's contents can go. */
import type { Arguments } from "../args.js";
import type { Shell } from "../run.js";
import { scanCommand } from "./scan.js";

export function destinations(args: Arguments, shell: Shell): Promise<number> {
  return scanCommand(args, shell);
}
