/** Steps of GitHub Actions: `uses` through the table of actions, `run` through the command lines. */
import type { Expansion } from "../commands/expand.js";
import { isOpen } from "../commands/expand.js";
import { runScript } from "../commands/run.js";
import type { Session } from "../commands/session.js";
import { at, entriesOf, scalarAt, textOf, type Node } from "../document.js";
import { valuesOf, Variables } from "./ci.js";
import { expressionScope, workflowSyntax, type Contexts } from "./github-expression.js";
import { actionEffects, scriptInputs, type Effect } from "./tables/action-effects.js";
import { accountRows, applyRow, guessedRow, isGiven, listed, rowsByName, type Use } from "./plugin.js";
import { actionRows } from "./tables/actions.js";

const rowsByAction = rowsByName(actionRows);

/** A job (or the body of a composite action) while its steps are read. */
export interface Job {
  readonly path: string;
  readonly session: Session;
  readonly contexts: Contexts;
  /** Outputs of steps by `id.output`. */
  readonly outputs: Map<string, readonly Expansion[]>;
  /** The environments of its steps, as they are read. */
  readonly environments: Variables[];
  /** Whether the job publishes packages by a command that only its scripts know. */
  readonly publishes: boolean;
}

/** Reads the steps of a job in order. */
export function readSteps(job: Job, steps: readonly Node[]): void {
  const before = job.session.finds.all.length;
  for (const step of steps) {
    const contexts: Contexts = (name) => stepContext(job, env, name);
    const env = new Variables(
      job.path,
      workflowSyntax,
      expressionScope((name) => contexts(name)),
    );
    env.addAll(at(step, "env"), "env");
    if (at(step, "run")) job.environments.push(env);
    const exported = new Set(job.session.exported.keys());
    const uses = scalarAt(step, "uses");
    if (uses) readAction({ job, step, uses: uses.text, line: uses.line, contexts });
    readRun(job, step, contexts);
    const id = textOf(at(step, "id"));
    for (const [key, values] of job.session.exported)
      if (id !== undefined && !exported.has(key) && key.startsWith("output ")) job.outputs.set(`${id}.${key.slice(7)}`, values);
  }
  pushedByScripts(job, steps, before);
}

/** Programs and scripts whose text is elsewhere, and words by which a step says that it sends. */
const opaque =
  /(?:^|[\s;&|(])(?:make|just|task|mage|rake|invoke|earthly|bazel|(?:ba|z)?sh\s+\S+|[\w./-]+\.(?:sh|py|rb|js|mjs|ts)|npm run|yarn|pnpm|\.?\/?(?:gradlew|mvnw)|mvn|gradle|goreleaser)(?=[\s;&|)]|$)/m;
const says = /push|publish|release|deploy|upload|\bship\b|\bjib\b/i;

/** A job that logs in to a registry and then lets a script or Makefile publish sends there, where no command in sight does. */
function pushedByScripts(job: Job, steps: readonly Node[], before: number): void {
  const { finds, logins } = job.session;
  if (logins.size === 0 || finds.all.slice(before).some((found) => found.kind === "registry")) return;
  const step = steps.find((each) => {
    const run = textOf(at(each, "run")) ?? "";
    const uses = textOf(at(each, "uses")) ?? "";
    const args = textOf(at(each, "with", "args")) ?? "release";
    if (/^goreleaser\/goreleaser-action/i.test(uses))
      return /^\s*release/.test(args) && !/snapshot|skip[-=]?publish|skip=\S*publish/.test(args);
    return opaque.test(run) && says.test(`${textOf(at(each, "name")) ?? ""} ${run}`);
  });
  const line = scalarAt(step, "run")?.line ?? scalarAt(step, "uses")?.line;
  if (line === undefined) return;
  const about = { kind: "registry" as const, via: "push" as const, name: "docker login", line };
  const pulled = /push|publish/i.test(textOf(at(step, "run")) ?? "push") ? new Set<string>() : pulledFrom(steps);
  for (const login of logins)
    if (pulled.has(login)) continue;
    else if (login === "") finds.host(about, "docker.io", "docker.io");
    else finds.address(about, { text: login, missing: isOpen(login) ? login : null, trail: [] });
}

/** Registries from which the commands of a job pull: a login there may serve that alone. */
function pulledFrom(steps: readonly Node[]): ReadonlySet<string> {
  const runs = steps.map((step) => textOf(at(step, "run")) ?? "").join("\n");
  return new Set([...runs.matchAll(/\b(?:docker|podman|nerdctl)\s+pull\s+(?:-\S+\s+)*["']?([^\s"'/]+)\//g)].map(([, host = ""]) => host));
}

function stepContext(job: Job, env: Variables, name: string): readonly Expansion[] | undefined {
  if (name.startsWith("env.")) {
    const key = name.slice(4);
    const outside = job.session.exported.get(key) ?? job.contexts(name);
    return env.has(key) && !env.resolving(key) ? env.scope(key) : outside;
  }
  return /^steps\./.test(name) ? outputOf(job, name) : job.contexts(name);
}

/** What a step of the job has given out as `steps.ID.outputs.NAME`. */
export function outputOf(job: Job, name: string): readonly Expansion[] | undefined {
  const output = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(name);
  return output ? job.outputs.get(`${output[1]}.${output[2]}`) : undefined;
}

function readRun(job: Job, step: Node, contexts: Contexts): void {
  const run = scalarAt(step, "run");
  if (!run) return;
  const folder = textOf(at(step, "working-directory"));
  job.session.inside = folder === undefined ? null : (job.session.clones.get(folder.replace(/\/+$/, "").split("/").at(-1) ?? "") ?? null);
  runScript(job.session, { text: run.text, line: run.textLine, syntax: workflowSyntax }, expressionScope(contexts));
  job.session.inside = null;
}

interface Step {
  readonly job: Job;
  readonly step: Node;
  readonly uses: string;
  readonly line: number;
  readonly contexts: Contexts;
}

/** Actions that are copied under their name into other accounts. */
const originals: Readonly<Record<string, string>> = {
  "build-push-action": "docker/build-push-action",
  "metadata-action": "docker/metadata-action",
  "gh-action-pypi-publish": "pypa/gh-action-pypi-publish",
  "configure-aws-credentials": "aws-actions/configure-aws-credentials",
  "amazon-ecr-login": "aws-actions/amazon-ecr-login",
};

function readAction(step: Step): void {
  const full = step.uses.split("@")[0]?.toLowerCase() ?? "";
  const name = rowsByAction.has(full) ? full : (originals[full.split("/")[1] ?? ""] ?? full.split("/").slice(0, 2).join("/"));
  const effect = actionEffects[name];
  if (effect) effects[effect](step);
  readCommands(step, scriptInputs[name] ?? []);
  const use = useOf(step, name);
  const rows = rowsByAction.get(name) ?? [];
  for (const row of rows) applyRow(use, row);
  if (rows.length > 0 || effect !== undefined || /^(?:docker:\/\/|actions\/|github\/)/.test(full)) return;
  const guessed = guessedRow(use);
  if (guessed) applyRow(use, guessed);
  else if (!full.startsWith("./")) for (const row of accountRows(use)) applyRow(use, row);
}

/** Commands that an action is handed as an input. */
function readCommands(step: Step, inputs: readonly string[]): void {
  for (const name of inputs) {
    const script = scalarAt(at(step.step, "with"), name);
    if (script)
      runScript(step.job.session, { text: script.text, line: script.textLine, syntax: workflowSyntax }, expressionScope(step.contexts));
  }
}

/** Values of an input of the step; undefined where it is not given. */
function input(step: Step, ...names: readonly string[]): { values: readonly Expansion[]; line: number } | undefined {
  for (const name of names) {
    const entry =
      entriesOf(at(step.step, "with")).find((e) => e.key.toLowerCase() === name.toLowerCase()) ??
      entriesOf(at(step.step, "env")).find((e) => e.key === name);
    const scalar = entry?.value;
    if (scalar?.kind !== "scalar" || !scalar.given) continue;
    const values = valuesOf(scalar, expressionScope(step.contexts), workflowSyntax).filter((v) => v.text !== "");
    if (values.length)
      return {
        values: values.map((v) => ({ ...v, trail: [{ path: step.job.path, line: scalar.line, what: `with.${name}` }, ...v.trail] })),
        line: scalar.line,
      };
  }
  return undefined;
}

/** The step as the table of actions sees it. */
function useOf(step: Step, name: string): Use {
  return {
    session: step.job.session,
    name,
    written: step.uses.split("@")[0] ?? name,
    line: step.line,
    input: (...names) => input(step, ...names),
  };
}

function given(step: Step, name: string): boolean {
  return isGiven(useOf(step, ""), name);
}

const effects: Readonly<Record<Effect, (step: Step) => void>> = {
  "aws-region": (step) => {
    const region = input(step, "aws-region");
    if (region) step.job.session.regions.set("aws", region.values);
  },
  "docker-login": (step) => {
    const server = input(step, "registry", "login-server");
    for (const value of server?.values ?? [{ text: "" }]) step.job.session.logins.add(value.text);
  },
  "ecr-login": (step) => {
    const id = textOf(at(step.step, "id")) ?? "";
    const regions = step.job.session.regions.get("aws") ?? [];
    const hosts =
      given(step, "registry-type") && /public/.test(input(step, "registry-type")?.values[0]?.text ?? "")
        ? [{ text: "public.ecr.aws", missing: null, trail: [] }]
        : regions.map((r) => ({
            ...r,
            text: isOpen(r.text) ? r.text : `*.dkr.ecr.${r.text}.amazonaws.com${r.text.startsWith("cn-") ? ".cn" : ""}`,
          }));
    if (hosts.length) step.job.outputs.set(`${id}.registry`, hosts);
    for (const host of hosts) step.job.session.logins.add(host.text);
  },
  "image-names": (step) => {
    const id = textOf(at(step.step, "id")) ?? "";
    const names = listed(input(step, "images"))
      .map((v) => ({ ...v, text: /(?:^|,)name=([^,]+)/.exec(v.text)?.[1] ?? v.text }))
      .filter((v) => !/^enable=/.test(v.text));
    for (const output of ["tags", "version-tags"]) if (names.length) step.job.outputs.set(`${id}.${output}`, names);
    const bake = names.length ? names : undefined;
    if (bake) step.job.outputs.set(`${id}.json`, bake);
  },
  "npm-registry": (step) => {
    const url = input(step, "registry-url");
    if (!url) return;
    step.job.session.npm = url.values;
    if (step.job.publishes)
      for (const value of url.values)
        step.job.session.finds.address(
          { kind: "package-registry", via: "publish", name: "registry-url", line: url.line, audience: "public" },
          value,
        );
  },
  checkout: (step) => {
    const repository = input(step, "repository")?.values[0];
    const folder = input(step, "path")?.values[0]?.text;
    const writes = given(step, "token") || given(step, "ssh-key");
    if (!repository || folder === undefined || !writes || /^github\.repository$/.test(repository.missing ?? "")) return;
    step.job.session.clones.set(folder.split("/").at(-1) ?? folder, { ...repository, text: `https://github.com/${repository.text}` });
  },
  wrangler: (step) => {
    const commands = input(step, "command")?.values ?? [{ text: "deploy", missing: null, trail: [] }];
    for (const command of commands)
      runScript(
        step.job.session,
        {
          text: command.text
            .split("\n")
            .map((l) => `wrangler ${l}`)
            .join("\n"),
          line: input(step, "command")?.line ?? step.line,
          syntax: workflowSyntax,
        },
        expressionScope(step.contexts),
      );
  },
};
