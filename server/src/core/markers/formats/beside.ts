/** What the configuration in the same folder adds to weights: their architecture and, where it gives tokens, the operations of their training. */
import type { FileSummary, Measures } from "../marker.js";
import { withConfig } from "./model-json.js";

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The measures of each file; weights beside a configuration have its architecture and `trainingOperations` (6·N·D) too. */
export function measuresBeside(summaries: readonly FileSummary[]): (summary: FileSummary) => Measures {
  const configs = new Map<string, Measures>();
  for (const { path, measures } of summaries)
    if (measures["hiddenSize"] !== undefined && !configs.has(folderOf(path))) configs.set(folderOf(path), measures);
  return ({ path, measures }) => {
    const config = measures["parameters"] === undefined || measures["hiddenSize"] !== undefined ? undefined : configs.get(folderOf(path));
    return config === undefined ? measures : withConfig(measures, config);
  };
}
