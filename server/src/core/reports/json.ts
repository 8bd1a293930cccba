/** `--format json`: the report as it is, `borderline.scan/1`. */
import type { ScanReport } from "./report.js";

/** One JSON document with a line feed at its end. */
export function renderJson(report: ScanReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
