/** What the pre-push hook last said in a repository, as it leaves it for editors. */
import { join } from "node:path";
import type { LocalText } from "../core/text.js";
import { readText } from "./bounded-file.js";
import type { GitRepository } from "./git-repository.js";

/** The last verdict, as editors find it in the git folder (`borderline.last-push/1`). */
export interface LastPush {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The digest that the verdict carries. */
  readonly id: string;
  readonly verdict: string;
  readonly mayGo: boolean;
  readonly remote: string | null;
  readonly counts: { readonly error: number; readonly warning: number; readonly note: number };
  /** The loudest place of what was new and open, and in how many files there was something. */
  readonly loudest: { readonly path: string; readonly line: number; readonly item: LocalText; readonly files: number } | null;
}

/** null: there was none, or what lies there is none. */
export function readLastPush(repository: GitRepository): LastPush | null {
  const text = readText(join(repository.commonDir, "borderline", "last-push.json"), 1 << 20);
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<LastPush> & { readonly schema?: string };
    if (value.schema !== "borderline.last-push/1" || typeof value.at !== "string" || typeof value.mayGo !== "boolean") return null;
    const count = (level: "error" | "warning" | "note"): number => Number(value.counts?.[level] ?? 0);
    return {
      at: value.at,
      id: String(value.id ?? ""),
      verdict: String(value.verdict ?? ""),
      mayGo: value.mayGo,
      remote: typeof value.remote === "string" ? value.remote : null,
      counts: { error: count("error"), warning: count("warning"), note: count("note") },
      loudest: placeOf(value.loudest),
    };
  } catch {
    return null;
  }
}

function placeOf(value: unknown): LastPush["loudest"] {
  const { path, line, item, files } = (value ?? {}) as Partial<NonNullable<LastPush["loudest"]>>;
  if (typeof path !== "string" || typeof line !== "number" || typeof files !== "number") return null;
  return { path, line, files, item: { en: String(item?.en ?? ""), zh: String(item?.zh ?? "") } };
}
