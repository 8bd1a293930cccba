/** Tools of the outside world that some tests need. Where one is missing the tests are left out and `npm test` says so; under CI nothing may be missing. */
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";

/** Whether a command is there. A missing one is noted for the line that `npm test` ends with; with BORDERLINE_NOTHING_SKIPPED it is an error. */
export function haveTool(command: string, ...probe: readonly string[]): boolean {
  return noteTool(command, spawnSync(command, probe.length > 0 ? [...probe] : ["--version"], { stdio: "ignore" }).status === 0);
}

/** A browser for the pages: BORDERLINE_CHROMIUM, or Debian's and others' usual places. null: none. */
export function browser(): string | null {
  const places = [process.env["BORDERLINE_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const found = places.find((place) => place !== undefined && existsSync(place)) ?? null;
  noteTool("chromium", found !== null);
  return found;
}

/** Notes a tool that is not there. */
export function noteTool(tool: string, there: boolean): boolean {
  if (there) return true;
  if (process.env["BORDERLINE_NOTHING_SKIPPED"]) throw new Error(`${tool} is missing, and nothing may be skipped here`);
  const list = process.env["BORDERLINE_MISSING_TOOLS"];
  if (list !== undefined) appendFileSync(list, `${tool}\n`);
  return false;
}
