/** Steps of GitHub Actions: `uses` through the table of actions, `run` through the command lines. */
import { imageHost, pushedImage } from "../commands/containers.js";
import type { Expansion } from "../commands/expand.js";
import { hostOf, isOpen } from "../commands/expand.js";
import type { About } from "../commands/finding.js";
import { pushedRepository } from "../commands/git.js";
import { runScript } from "../commands/run.js";
import type { Session } from "../commands/session.js";
import { at, entriesOf, scalarAt, textOf, type Node } from "../document.js";
import { valuesOf, Variables } from "./ci.js";
import { expressionScope, workflowSyntax, type Contexts } from "./github-expression.js";
import { actionEffects, type Effect } from "./tables/action-effects.js";
import { actionRows, type ActionRow } from "./tables/actions.js";

const rowsByAction = new Map<string, ActionRow[]>();
for (const row of actionRows) for (const name of row.uses) rowsByAction.set(name, [...(rowsByAction.get(name) ?? []), row]);

/** A job (or the body of a composite action) while its steps are read. */
export interface Job {
  readonly path: string;
  readonly session: Session;
  readonly contexts: Contexts;
  /** Outputs of steps by `id.output`. */
  readonly outputs: Map<string, readonly Expansion[]>;
  /** Whether the job publishes packages by a command that only its scripts know. */
  readonly publishes: boolean;
}

/** Reads the steps of a job in order. */
export function readSteps(job: Job, steps: readonly Node[]): void {
  for (const step of steps) {
    const contexts: Contexts = (name) => stepContext(job, env, name);
    const env = new Variables(
      job.path,
      workflowSyntax,
      expressionScope((name) => contexts(name)),
    );
    env.addAll(at(step, "env"), "env");
    const before = new Set(job.session.exported.keys());
    const uses = scalarAt(step, "uses");
    if (uses) readAction({ job, step, uses: uses.text, line: uses.line, contexts });
    readRun(job, step, contexts);
    const id = textOf(at(step, "id"));
    for (const [key, values] of job.session.exported)
      if (id !== undefined && !before.has(key) && key.startsWith("output ")) job.outputs.set(`${id}.${key.slice(7)}`, values);
  }
}

function stepContext(job: Job, env: Variables, name: string): readonly Expansion[] | undefined {
  if (name.startsWith("env.")) {
    const key = name.slice(4);
    const outside = job.session.exported.get(key) ?? job.contexts(name);
    return env.has(key) && !env.resolving(key) ? env.scope(key) : outside;
  }
  const output = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(name);
  return output ? job.outputs.get(`${output[1]}.${output[2]}`) : job.contexts(name);
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

function readAction(step: Step): void {
  const full = step.uses.split("@")[0]?.toLowerCase() ?? "";
  const name = rowsByAction.has(full) ? full : full.split("/").slice(0, 2).join("/");
  const effect = actionEffects[name];
  if (effect) effects[effect](step);
  for (const row of rowsByAction.get(name) ?? []) apply(step, row, name);
  const args = input(step, "args") ?? input(step, "command");
  if (/^docker:\/\//.test(full) && args) return;
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

function given(step: Step, name: string): boolean {
  const value = input(step, name);
  return value !== undefined && !value.values.every((v) => /^(?:false|no|0)$/i.test(v.text.trim()));
}

function apply(step: Step, row: ActionRow, name: string): void {
  const { finds } = step.job.session;
  if (row.needs && !row.needs.some((key) => given(step, key))) return;
  if (row.unless?.some((key) => given(step, key))) return;
  const about: About = { kind: row.kind, via: row.via, name, line: step.line, ...(row.audience ? { audience: row.audience } : {}) };
  const region = row.region ? input(step, ...row.region) : undefined;
  const bucket = row.bucket ? input(step, ...row.bucket) : undefined;
  if (row.cloud !== undefined && bucket)
    for (const value of bucket.values) finds.bucket({ ...about, line: bucket.line }, [row.cloud], value, region?.values[0]);
  else if (row.cloud !== undefined && region)
    for (const value of region.values) finds.region({ ...about, line: region.line }, row.cloud, value);
  else if (row.images) images(step, row, about);
  else if (!repositories(step, row, about) && !places(step, row, about)) {
    if (row.host !== undefined) finds.host(about, row.host, step.uses.split("@")[0] ?? name);
    else if (row.missing !== undefined) finds.unknown(about, row.missing, step.uses.split("@")[0] ?? name);
  }
}

/** Inputs that name images, one per line or comma. */
function images(step: Step, row: ActionRow, about: About): void {
  const { session } = step.job;
  if (row.needs?.includes("outputs") && !given(step, "push") && !/push=|registry/.test(input(step, "outputs")?.values[0]?.text ?? ""))
    return;
  const said = row.images?.flatMap((key) => listed(input(step, key)) ?? []) ?? [];
  const named = row.needs?.includes("outputs")
    ? listed(input(step, "outputs")).flatMap((v) =>
        /^name=(.+)$/.exec(v.text)?.[1] !== undefined ? [{ ...v, text: v.text.slice(5) }] : [],
      )
    : [];
  const registry = row.registry ? input(step, ...row.registry)?.values[0] : undefined;
  const all = [...said, ...named].filter((v) => !/^type=|^push|^[\w-]+=(?!.*\/)/.test(v.text));
  for (const value of all) {
    const bare = registry !== undefined && !value.text.startsWith(registry.text);
    pushedImage(
      session.finds,
      about,
      bare
        ? {
            text: `${registry.text.replace(/^https?:\/\//, "").replace(/\/$/, "")}/${value.text}`,
            missing: registry.missing ?? value.missing,
            trail: [...registry.trail, ...value.trail],
          }
        : value,
    );
  }
  if (all.some((v) => !isOpen(imageHost(v.text, v.missing) ?? "$")) || registry) return;
  for (const login of session.logins) if (login !== "" && !isOpen(login)) session.finds.host(about, hostOf(login) ?? login, login);
  if (all.length === 0 && session.logins.size === 0 && row.missing !== undefined)
    session.finds.unknown(about, row.missing, step.uses.split("@")[0] ?? about.name);
}

function listed(value: { values: readonly Expansion[] } | undefined): Expansion[] {
  return (value?.values ?? [])
    .flatMap((v) => v.text.split(/[\n,]+/).map((text) => ({ ...v, text: text.trim() })))
    .filter((v) => v.text !== "" && !v.text.startsWith("#"));
}

/** Inputs that name a repository of github.com as `owner/name`, or by URL. */
function repositories(step: Step, row: ActionRow, about: About): boolean {
  const found = row.repository ? input(step, ...row.repository) : undefined;
  for (const value of found?.values ?? []) {
    const line = found?.line ?? step.line;
    if (/[:@]|\.[a-z]+\//.test(value.text.replace(/\$\{\{[^}]*\}\}/g, "")))
      pushedRepository(step.job.session, { via: "push", name: about.name, line }, value);
    else if (!/github\.repository$/.test(value.missing ?? ""))
      step.job.session.finds.host(
        { ...about, kind: "git-remote", via: "push", line },
        row.host ?? "github.com",
        `${row.host ?? "github.com"}/${value.text}`,
        value.trail,
      );
  }
  return found !== undefined;
}

/** Inputs that name a host, a URL, or the first label of a host. */
function places(step: Step, row: ActionRow, about: About): boolean {
  const found = row.at ? input(step, ...row.at) : undefined;
  for (const value of found?.values.flatMap((v) =>
    v.text
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((text) => ({ ...v, text })),
  ) ?? []) {
    const bare = !/[.:/]/.test(value.text.replace(/\$\{\{[^}]*\}\}/g, ""));
    const text =
      bare && row.suffix !== undefined ? `${value.text}.${row.suffix}` : row.via === "mirror" ? mirrored(value.text) : value.text;
    step.job.session.finds.address({ ...about, line: found?.line ?? step.line }, { ...value, text });
  }
  return found !== undefined;
}

/** hub-mirror-action names hubs, not hosts: `gitee/owner`. */
function mirrored(text: string): string {
  return text.replace(/^(gitee|github|gitlab)\//, "$1.com/");
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
