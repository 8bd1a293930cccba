/** What options of many commands and the environment say: language, day, threshold, threads, regimes, paths. Wrong values are wrong usage. */
import { resolve } from "node:path";
import { regimes, type Regime } from "../core/rulebook/item.js";
import { isDay } from "../core/rulebook/yaml-reader.js";
import type { Level } from "../core/exposures/policy.js";
import type { Lang } from "../core/text.js";
import { option, UsageError, type Arguments, type OptionName } from "./args.js";
import type { Shell } from "./run.js";

/** `--lang`, else the locale of the environment, else English. */
export function langOf(args: Arguments, shell: Pick<Shell, "environment">): Lang {
  const asked = option(args, "lang");
  if (asked !== null) {
    if (/^en\b/i.test(asked)) return "en";
    if (/^zh\b/i.test(asked)) return "zh-CN";
    throw new UsageError(`--lang takes en or zh-CN, not "${asked}"`, `--lang 取 en 或 zh-CN，不能是“${asked}”`);
  }
  const { LC_ALL, LC_MESSAGES, LANG } = shell.environment;
  return /^zh/i.test([LC_ALL, LC_MESSAGES, LANG].find((value) => value) ?? "") ? "zh-CN" : "en";
}

/** The language in which to say that the words cannot be understood: as far as `--lang` can be made out of them. */
export function langWanted(argv: readonly string[], shell: Pick<Shell, "environment">): Lang {
  const given = argv
    .flatMap((word, n) => (word === "--lang" ? [argv[n + 1] ?? ""] : word.startsWith("--lang=") ? [word.slice(7)] : []))
    .at(-1);
  if (given === undefined) return langOf({ command: "", rest: [], values: {} }, shell);
  return /^zh\b/i.test(given) ? "zh-CN" : "en";
}

/** `--as-of YYYY-MM-DD`, else today. */
export function asOfOf(args: Arguments, shell: Pick<Shell, "today">): string {
  const asked = option(args, "as-of");
  if (asked !== null && !isDay(asked))
    throw new UsageError(
      `--as-of takes a day of the calendar, YYYY-MM-DD, not "${asked}"`,
      `--as-of 取一个日期（YYYY-MM-DD），不能是“${asked}”`,
    );
  return asked ?? shell.today;
}

/** `--fail-on`, else warning. */
export function failOnOf(args: Arguments): Level | "never" {
  return wordOf(args, "fail-on", ["never", "note", "warning", "error"], "warning");
}

/** `--jobs N`: threads, from 1 to 64; null where it is not given. */
export function jobsOf(args: Arguments): number | null {
  const text = option(args, "jobs");
  if (text === null) return null;
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64)
    throw new UsageError(`--jobs takes a number from 1 to 64, not "${text}"`, `--jobs 取 1 到 64 的整数，不能是“${text}”`);
  return jobs;
}

/** `--regime CN,US,EU`; null where it is not given. */
export function regimesOf(args: Arguments): readonly Regime[] | null {
  const text = option(args, "regime");
  if (text === null) return null;
  const asked = text.split(",").map((word) => word.trim().toUpperCase());
  const known = asked.flatMap((word) => regimes.find((regime) => regime === word) ?? []);
  if (known.length !== asked.length || known.length === 0)
    throw new UsageError(
      `--regime takes ${regimes.join(", ")} or several of them, not "${text}"`,
      `--regime 取 ${regimes.join("、")} 中的一个或几个，不能是“${text}”`,
    );
  return [...new Set(known)];
}

/** A path against the current folder; null where it is not given. */
export function pathOf(args: Arguments, shell: Pick<Shell, "cwd">, name: "policy" | "record" | "output"): string | null {
  const value = option(args, name);
  return value === null ? null : resolve(shell.cwd, value);
}

/** An option that takes one of some words. */
export function wordOf<T extends string>(args: Arguments, name: OptionName, words: readonly T[], otherwise: T): T {
  const text = option(args, name);
  if (text === null) return otherwise;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined)
    throw new UsageError(
      `--${name} takes one of ${words.join(", ")}, not "${text}"`,
      `--${name} 取 ${words.join("、")} 之一，不能是“${text}”`,
    );
  return word;
}
