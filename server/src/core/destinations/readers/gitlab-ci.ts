/** GitLab CI: scripts of jobs with the variables of the file, of what it includes and extends. */
import { Finds } from "../commands/finding.js";
import { newSession, type Session } from "../commands/session.js";
import type { Syntax } from "../commands/words.js";
import { at, documentsOf, entriesOf, itemsOf, textOf, type Entry, type Node } from "../document.js";
import type { DeployTree, Reader } from "../reader.js";
import { declaredPlaces, runScripts, texts, Variables } from "./ci.js";
import { withTreeDefaults } from "./tree-defaults.js";

const syntax: Syntax = {};
/** Keys of a pipeline that are no jobs. */
const notJobs = new Set(["variables", "include", "stages", "default", "workflow", "image", "services", "cache", "spec", "types"]);
const mostFiles = 60;

export const gitlabCi: Reader = {
  id: "gitlab-ci",
  endings: ["yaml", "yml"],
  claims: (path) =>
    /(^|\/)[\w.-]*\.?gitlab-ci[\w.-]*\.ya?ml$|(^|\/)(?:\.gitlab(?:-ci)?|\.?ci)\/.+\.ya?ml$/.test(path) &&
    !/issue_template|merge_request_template/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots) readPipeline(path, root, tree, finds);
    return { destinations: finds.all, problems };
  },
};

function readPipeline(path: string, root: Node, tree: DeployTree, finds: Finds): void {
  const others = related(path, root, tree);
  const jobs = new Map<string, Entry>();
  for (const [, other] of others) for (const entry of entriesOf(other)) if (!notJobs.has(entry.key)) jobs.set(entry.key, entry);
  for (const entry of entriesOf(root)) if (!notJobs.has(entry.key)) jobs.set(entry.key, entry);
  const outer = new Variables(path, syntax);
  for (const [from, other] of others)
    if (at(root, "variables") !== at(other, "variables")) outer.addAll(at(other, "variables"), "variables", from);
  const top = new Variables(path, syntax, outer.scope);
  top.addAll(at(root, "variables"), "variables");
  for (const rule of itemsOf(at(root, "workflow", "rules"))) top.addAll(at(rule, "variables"), "workflow.rules.variables");
  // A runner keeps its clone: a remote that one job adds is there for the next.
  const remotes: Session["remotes"] = new Map();
  for (const entry of entriesOf(root)) {
    if (notJobs.has(entry.key) || entry.value.kind !== "map") continue;
    const template = entry.key.startsWith(".") && isExtended(entry.key, root, others);
    const found = template ? new Finds(path) : finds;
    readJob(path, entry, jobs, root, top, { ...withTreeDefaults(newSession(found), tree), remotes });
    // A template that others extend runs with their variables: what is open in it is decided there.
    if (template) finds.all.push(...found.all.filter((each) => each.unresolved === undefined));
  }
  declaredPlaces(finds, top);
}

function readJob(path: string, job: Entry, jobs: ReadonlyMap<string, Entry>, root: Node, top: Variables, session: Session): void {
  const chain = ancestors(job, jobs);
  const variables = new Variables(path, syntax, top.scope);
  const here = new Set(entriesOf(root));
  const own = (key: string): Node | undefined => {
    const entry = chain.find((each) => at(each.value, key) !== undefined);
    const node = at(entry?.value, key);
    return entry && node && !here.has(entry) ? moved(node, job.line) : node;
  };
  for (const entry of chain) {
    for (const { key, value, line } of entriesOf(at(entry.value, "variables")))
      if (!variables.has(key)) variables.add(key, textOf(value) ?? textOf(at(value, "value")) ?? "", line, `variables.${key}`);
    for (const rule of itemsOf(at(entry.value, "rules"))) variables.addAll(at(rule, "variables"), "rules.variables");
  }
  for (const row of itemsOf(at(own("parallel"), "matrix")))
    for (const { key, value } of entriesOf(row))
      for (const text of texts(value)) variables.add(key, text, value.line, `parallel.matrix.${key}`);
  const before = own("before_script") ?? at(root, "default", "before_script") ?? at(root, "before_script");
  // What an ancestor's script says is reported where it stands; a job repeats it only with variables of its own.
  const nodes = [before, own("script") ?? own("run"), own("after_script")].map((node) => resolved(node, jobs, here, 0));
  if (
    at(job.value, "script") ??
    at(job.value, "run") ??
    at(job.value, "before_script") ??
    at(job.value, "variables") ??
    at(job.value, "after_script")
  )
    runScripts(session, nodes, variables.scope, syntax);
}

/** Whether a job here or in related files is built on this one. */
function isExtended(name: string, root: Node, others: ReadonlyMap<string, Node>): boolean {
  const uses = (node: Node): boolean =>
    entriesOf(node).some(
      ({ value }) => texts(at(value, "extends")).includes(name) || entriesOf(value).some((each) => refersTo(each.value, name, 0)),
    );
  return [root, ...others.values()].some(uses);
}

function refersTo(node: Node, name: string, depth: number): boolean {
  if (node.kind !== "list" || depth > 4) return false;
  return node.tag === "!reference" ? textOf(node.items[0]) === name : node.items.some((item) => refersTo(item, name, depth + 1));
}

/** A job and what it extends, nearest first. */
function ancestors(job: Entry, jobs: ReadonlyMap<string, Entry>): Entry[] {
  const chain = [job];
  for (let i = 0; i < chain.length && chain.length < 20; i++) {
    const here = chain[i];
    for (const name of texts(at(here?.value, "extends")).reverse()) {
      const parent = jobs.get(name);
      if (parent && !chain.includes(parent)) chain.push(parent);
    }
  }
  return chain;
}

/** `!reference [job, script]` stands for what that job says. */
function resolved(node: Node | undefined, jobs: ReadonlyMap<string, Entry>, here: ReadonlySet<Entry>, depth: number): Node | undefined {
  if (node?.kind !== "list" || depth > 5) return node;
  if (node.tag === "!reference") {
    const [job = "", ...keys] = node.items.map((item) => textOf(item) ?? "");
    const entry = jobs.get(job);
    const target = at(entry?.value, ...keys);
    return resolved(entry && target && !here.has(entry) ? moved(target, node.line) : target, jobs, here, depth + 1);
  }
  return { ...node, items: node.items.flatMap((item) => resolved(item, jobs, here, depth + 1) ?? []) };
}

/** What another file says, at the line of this file that takes it over. */
function moved(node: Node, line: number): Node {
  if (node.kind === "scalar") return { ...node, line, textLine: line };
  if (node.kind === "list") return { ...node, line, items: node.items.map((item) => moved(item, line)) };
  return { ...node, line, entries: node.entries.map((entry) => ({ ...entry, line, value: moved(entry.value, line) })) };
}

/** Files of the tree that this one includes, and those that include it: they share variables and jobs. */
function related(path: string, root: Node, tree: DeployTree): Map<string, Node> {
  const found = new Map<string, Node>();
  const add = (other: string): void => {
    const text = other === path || found.has(other) || found.size > mostFiles ? undefined : tree.text(other);
    if (text !== undefined) for (const node of documentsOf(tree, other, text).roots.slice(0, 1)) found.set(other, node);
  };
  for (const name of includes(root)) add(name);
  for (const nested of [...found.values()]) for (const name of includes(nested)) add(name);
  if (path !== ".gitlab-ci.yml") {
    const main = tree.text(".gitlab-ci.yml");
    const node = main === undefined ? undefined : documentsOf(tree, ".gitlab-ci.yml", main).roots[0];
    if (node && includes(node).includes(path)) {
      add(".gitlab-ci.yml");
      for (const name of includes(node)) add(name);
    }
  }
  return found;
}

/** Paths of local includes. */
function includes(root: Node): string[] {
  const node = at(root, "include");
  const items = node?.kind === "list" ? node.items : node ? [node] : [];
  return items
    .flatMap((item) => textOf(item) ?? textOf(at(item, "local")) ?? [])
    .map((name) => name.replace(/^\//, ""))
    .filter((name) => !/[*$]|:\/\//.test(name));
}
