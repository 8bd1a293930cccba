/** Reads a tree from disk and hands it to the core: the one way in which command line, server and hook scan a work tree. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDeployFile } from "../core/destinations/read-destinations.js";
import { fileEvidence, textEvidence } from "../core/markers/file-evidence.js";
import type { FileSummary } from "../core/markers/marker.js";
import { compileRules } from "../core/rulebook/compile-rules.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { scan } from "../core/scan.js";
import type { ScanResult } from "../core/scan-result.js";
import type { Policy } from "../core/exposures/policy.js";

const largestText = 4 << 20;

export interface ScanRequest {
  readonly root: string;
  readonly rulebook: Rulebook;
  readonly policy: Policy;
  readonly asOf: string;
}

/** Scans the work tree or folder at `root`. */
export function scanTree({ root, rulebook, policy, asOf }: ScanRequest): ScanResult {
  const began = performance.now();
  const compiled = compileRules(rulebook.rules);
  const paths = list(root, "");
  const summaries: FileSummary[] = [];
  const deployFiles = new Map<string, string>();
  let total = 0;
  for (const path of paths) {
    const full = join(root, path);
    const { size } = statSync(full);
    total += size;
    if (size > largestText) continue;
    const bytes = readFileSync(full);
    if (bytes.subarray(0, 8000).includes(0)) continue;
    const text = bytes.toString("utf8");
    if (isDeployFile(path)) deployFiles.set(path, text);
    const evidence = textEvidence(compiled, path, { text, bytes }, policy.inlineSuppressions);
    const summary = fileEvidence(compiled, path, size, evidence, null);
    if (summary.rules.length > 0 || summary.suppressions.length > 0) summaries.push(summary);
  }
  return scan({
    rulebook,
    compiled,
    root,
    asOf,
    policy,
    summaries,
    paths,
    deployFiles,
    place: (found) => ({
      host: found.host ?? null,
      region: found.region ?? null,
      territory: null,
      certainty: "unknown",
      reason: "the gazetteer is not here yet",
      audience: found.audience ?? "unknown",
      recipient: found.recipient ?? null,
      forwards: [],
    }),
    remotes: [],
    problems: [],
    ignoredShare: 0,
    stats: {
      files: paths.length,
      bytes: total,
      candidates: summaries.length,
      cached: 0,
      milliseconds: Math.round(performance.now() - began),
    },
  });
}

function list(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === ".git" || entry.name === "node_modules" ? [] : list(root, path);
      return entry.isFile() ? [path] : [];
    });
}
