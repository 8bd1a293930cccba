/** What is said where destinations that are judged alike stand for one another. */
import type { Destination } from "../destinations/destination.js";
import type { Problem } from "../problem.js";

/** Says that some destinations have no exposures of their own, and where the first of them stands. */
export function alikeProblem(alike: readonly Destination[], destinations: number, markers: number): readonly Problem[] {
  const [first] = alike;
  if (first === undefined) return [];
  const message = {
    en: `${alike.length} of ${destinations} destinations are judged like others of their host: beside each of ${markers} markers a few stand for all of them`,
    zh: `${destinations} 个去向中有 ${alike.length} 个与同一主机的其他去向判断相同：在 ${markers} 个标记旁各由其中几个代表`,
  };
  return [{ code: "destinations-alike", severity: "warning", path: first.path, line: first.line, column: null, message }];
}
