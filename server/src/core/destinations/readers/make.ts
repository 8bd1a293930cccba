/** Makefiles: variables with all the values that conditions give them, and the command lines of the recipes. */
import { assignedPlaces } from "../commands/assigned.js";
import { Finds } from "../commands/finding.js";
import { maySend } from "../commands/recognisers.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import type { Syntax } from "../commands/words.js";
import { inside, folderOf } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { Variables } from "./ci.js";
import { withTreeDefaults } from "./tree-defaults.js";

const syntax: Syntax = { parentheses: "make" };
/** `target: NAME = value` sets a variable for that target's recipe. */
const assignment =
  /^[ ]*(?:[\w.%/ -]+:[ \t]+(?=(?:export[ \t]+)?[A-Za-z_][\w.-]*[ \t]*(?:\?|:{1,3}|\+)?=))?(?:export[ \t]+|override[ \t]+|private[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*(\?|:{1,3}|\+|!)?=[ \t]*(.*)$/;

export const make: Reader = {
  id: "make",
  claims: (path) => /(?:^|\/)(?:GNUmakefile|[Mm]akefile(?:\.[\w.-]+)?)$|\.mk$/.test(path) && !/\.(?:am|in)$/.test(path),
  idle: (text) => !maySend(text),
  read(path, text, tree) {
    const finds = new Finds(path);
    const variables = new Variables(path, syntax);
    const names = new Map<string, number>();
    const recipes = parse(path, text, variables, tree, 0, names);
    for (const recipe of recipes) runScript(withTreeDefaults(newSession(finds), tree), { ...recipe, syntax }, variables.scope);
    for (const [name, line] of names)
      for (const value of variables.scope(name) ?? []) assignedPlaces(finds, name, value, value.trail[0]?.line ?? line);
    return { destinations: finds.all, problems: [] };
  },
};

interface Recipe {
  readonly text: string;
  readonly line: number;
}

/** Variables go into `variables`; recipes come back, a recipe per run of lines that begin with a tab. Included files of the tree give their variables. */
function parse(path: string, text: string, variables: Variables, tree: DeployTree, depth: number, names: Map<string, number>): Recipe[] {
  const recipes: Recipe[] = [];
  const lines = text.slice(0, 1_000_000).split("\n");
  let recipe: string[] = [];
  let begun = 0;
  let ruled = false;
  for (let i = 0; i < lines.length; i++) {
    const raw = (lines[i] ?? "").replace(/\r$/, "");
    const continued = recipe.at(-1)?.endsWith("\\") === true;
    if (
      (raw.startsWith("\t") && (ruled || !/^\t+\w+[ \t]*[?:+]?=/.test(raw))) ||
      (recipe.length > 0 && (continued || /^(?:\s*#.*|\s*)$/.test(raw)))
    ) {
      if (recipe.length === 0) begun = i + 1;
      recipe.push(continued ? raw : raw.replace(/^\t[@+-]*/, ""));
      continue;
    }
    if (recipe.length > 0 && !/^\s*(?:ifeq|ifneq|ifdef|ifndef|else|endif)\b/.test(raw)) {
      recipes.push({ text: recipe.join("\n"), line: begun });
      recipe = [];
    } else if (recipe.length > 0) recipe.push("");
    const include = depth < 3 ? /^[-s]?include[ \t]+(.+)$/.exec(raw) : null;
    if (include) for (const name of (include[1] ?? "").split(/\s+/)) included(path, name, variables, tree, depth);
    const found = assignment.exec(raw.replace(/^[\t ]+/, ""));
    if (!/^\s*(?:#|$|ifn?eq|ifn?def|else|endif)/.test(raw)) ruled = !found;
    if (!found) continue;
    let value = found[3] ?? "";
    const line = i + 1;
    while (value.endsWith("\\") && i + 1 < lines.length) value = value.slice(0, -1) + (lines[++i] ?? "").trim();
    variables.add(found[1] ?? "", value.replace(/(?:^|\s)#.*$/, "").trim(), line, found[1] ?? "", path);
    names.set(found[1] ?? "", line);
  }
  if (recipe.length) recipes.push({ text: recipe.join("\n"), line: begun });
  return recipes;
}

function included(path: string, name: string, variables: Variables, tree: DeployTree, depth: number): void {
  const target = inside(folderOf(path), name);
  const text = /[$*]/.test(name) || target === path ? undefined : tree.text(target);
  if (text !== undefined) parse(target, text, variables, tree, depth + 1, new Map());
}
