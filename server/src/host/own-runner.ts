/** How a hook starts this very program: this runtime, and the program where it will still be tomorrow. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Runner } from "./hook-scripts.js";
import { stableCopy } from "./stable-copy.js";

/** Folders that go with the next version: npx's, and those of an editor's extensions. */
const passing = /[\\/](?:(?:_npx|\.npm)[^\\/]*|extensions)[\\/]/;

/** `home`: the folder of the built program; `copy` asks for a copy of it even where it stays. Without a cli.js there: the path at which it is missing. */
export function ownRunner(
  home: string,
  environment: NodeJS.ProcessEnv,
  { copy, missing, words }: Pick<Runner, "missing" | "words"> & { readonly copy: boolean },
): Runner | { readonly absent: string } {
  const lasting = copy || passing.test(join(home, "/")) ? stableCopy(home, environment) : home;
  const cli = join(lasting, "cli.js");
  if (!existsSync(cli)) return { absent: cli };
  const editor = process.versions["electron"] !== undefined || environment["ELECTRON_RUN_AS_NODE"] !== undefined;
  return { program: process.execPath, editor, cli, missing, words };
}
