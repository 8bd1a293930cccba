/** Build services of clouds whose files hold commands: CodeBuild's buildspec and Google Cloud Build. */
import type { FoundDestination } from "../destination.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node, type Scalar } from "../document.js";
import { assignedPlaces } from "../commands/assigned.js";
import { Finds } from "../commands/finding.js";
import { stated, type Expansion, type Scope } from "../commands/expand.js";
import { runScript } from "../commands/run.js";
import { newSession, type Session } from "../commands/session.js";
import type { Reader } from "../reader.js";
import { Variables } from "./ci.js";

export const buildspec: Reader = {
  id: "buildspec",
  endings: ["yaml", "yml"],
  claims: (path) => /(?:^|\/)[\w.-]*buildspec[\w.-]*\.ya?ml$/i.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    return { destinations: roots.flatMap((root) => fromBuildspec(root, path)), problems };
  },
};

function fromBuildspec(root: Node, path: string): FoundDestination[] {
  const finds = new Finds(path);
  const session = newSession(finds);
  const given = new Map(
    entriesOf(at(root, "env", "variables")).map(
      (entry) => [entry.key, [stated(textOf(entry.value) ?? "", path, entry.line, `env.${entry.key}`)]] as const,
    ),
  );
  let kept: ReadonlyMap<string, readonly Expansion[]> = new Map();
  for (const phase of entriesOf(at(root, "phases"))) {
    for (const command of [...itemsOf(at(phase.value, "commands")), ...itemsOf(at(phase.value, "finally"))]) {
      if (command.kind !== "scalar") continue;
      const before = kept;
      const set = runScript(session, { text: command.text, line: command.textLine }, (name) => before.get(name) ?? given.get(name));
      kept = new Map([...before, ...set]);
    }
  }
  return [...finds.all];
}

export const cloudbuild: Reader = {
  id: "cloudbuild",
  endings: ["yaml", "yml", "json"],
  claims: (path) => /(?:^|\/)(?:[\w.-]*cloudbuild[\w.-]*|\.?cloud[_-]?build\/[\w.-]+)\.(?:ya?ml|json)$/i.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    return { destinations: roots.flatMap((root) => fromCloudBuild(root, path)), problems };
  },
};

function fromCloudBuild(root: Node, path: string): FoundDestination[] {
  const finds = new Finds(path);
  const session = newSession(finds);
  const substitutions = new Variables(path, {});
  substitutions.addAll(at(root, "substitutions"), "substitutions");
  const { scope } = substitutions;
  for (const step of itemsOf(at(root, "steps"))) runStep(step, session, scope);
  for (const image of itemsOf(at(root, "images")))
    if (image.kind === "scalar") runScript(session, { text: `docker push ${quoted(image)}`, line: image.line }, scope);
  for (const key of ["location", "mavenArtifacts", "pythonPackages", "npmPackages"]) store(at(root, "artifacts", "objects", key), finds);
  store(at(root, "logsBucket"), finds);
  return [...finds.all];
}

function store(node: Node | undefined, finds: Finds): void {
  if (node?.kind === "scalar" && /^gs:\/\//.test(node.text))
    finds.bucket(
      { kind: "object-storage", via: "upload", name: "artifacts", line: node.line },
      ["gcp"],
      { text: node.text, missing: null, trail: [] },
      undefined,
    );
}

/** A step is a program (the builder's name, or its entry point) with arguments; a shell's script is read as one. */
function runStep(step: Node, session: Session, scope: Scope): void {
  const script = scalarAt(step, "script");
  if (script) return void runScript(session, { text: script.text, line: script.textLine }, scope);
  const builder = /([\w-]+)(?:[:@].*)?$/.exec(textOf(at(step, "name")) ?? "")?.[1] ?? "";
  const program = textOf(at(step, "entrypoint")) ?? { "cloud-sdk": "gcloud", executor: "kaniko", pack: "pack" }[builder] ?? builder;
  const args = itemsOf(at(step, "args")).filter((arg): arg is Scalar => arg.kind === "scalar");
  const one = at(step, "args");
  if (one?.kind === "scalar") args.push(one);
  for (const [name, value] of environment(step, session)) {
    scopeRegion(name, value, session);
    if (program === "make") assignedPlaces(session.finds, name, value, value.trail[0]?.line ?? step.line);
  }
  if (/(?:^|\/)(?:ba|z)?sh$/.test(program) || /^-\w*c$/.test(args[0]?.text ?? "")) {
    const body = args.at(-1);
    return body ? void runScript(session, { text: body.text, line: body.textLine }, scope) : undefined;
  }
  if (program === "kaniko") return kaniko(args, session, scope);
  const first = args[0]?.line ?? step.line;
  let line = first;
  const words = args.map((arg) => {
    const breaks = "\\\n".repeat(Math.min(Math.max(arg.line - line, 0), 500));
    line = Math.max(line, arg.line);
    return ` ${breaks} ${quoted(arg)}`;
  });
  runScript(session, { text: program + words.join(""), line: first }, scope);
}

function kaniko(args: readonly Scalar[], session: Session, scope: Scope): void {
  for (const arg of args) {
    const image = /^--destination=(.+)$/.exec(arg.text)?.[1];
    if (image !== undefined) runScript(session, { text: `docker push ${quoted({ ...arg, text: image })}`, line: arg.line }, scope);
  }
}

function environment(step: Node, session: Session): (readonly [string, Expansion])[] {
  return itemsOf(at(step, "env")).flatMap((item) => {
    const [, name, value] = (item.kind === "scalar" && /^(\w+)=(.*)$/.exec(item.text)) || [];
    return name === undefined ? [] : [[name, stated(value ?? "", session.finds.path, item.line, `env.${name}`)] as const];
  });
}

/** `CLOUDSDK_COMPUTE_ZONE` and its like say where the step's commands work. */
function scopeRegion(name: string, value: Expansion, session: Session): void {
  if (/^CLOUDSDK_(?:COMPUTE|RUN|FUNCTIONS|ARTIFACTS|DATAPROC)_(?:REGION|ZONE|LOCATION)$/.test(name))
    session.finds.region({ kind: "cloud-region", via: "deploy", name, line: value.trail[0]?.line ?? 1 }, "gcp", value);
}

/** An argument as one word of a shell, its `$NAME`s still open. */
function quoted(scalar: Scalar): string {
  return `"${scalar.text.replace(/(["`\\])/g, "\\$1").replace(/\n/g, " ")}"`;
}
