/** What lies in folders, to compare before and after. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file of some folders with its bytes and mode. */
export function snapshot(...folders: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    if (!existsSync(path)) return;
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else found[path] = `${(stat.mode & 0o777).toString(8)} ${readFileSync(path, "base64")}`;
  };
  folders.forEach(visit);
  return found;
}
