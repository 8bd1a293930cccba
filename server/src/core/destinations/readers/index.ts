/** The list of readers, one line each; and the formats that are known but that nobody reads yet. */
import type { Reader } from "../reader.js";
import { githubActions } from "./github-actions.js";
import { make } from "./make.js";
import { serverless } from "./serverless.js";
import { shell } from "./shell.js";
import { terraform } from "./terraform.js";

/** All readers. Several may claim one file: each says what its format says. */
export const readers: readonly Reader[] = [
  // By the alphabet, one line each.
  githubActions,
  make,
  serverless,
  shell,
  terraform,
];

/** Formats that can name destinations and that no reader reads: listed as `not-read`, never silence. */
export const notRead: readonly Pick<Reader, "id" | "claims">[] = [];
