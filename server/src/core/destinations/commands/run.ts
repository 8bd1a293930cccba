/** Walks the commands of a script in order, keeps its variables and calls the recogniser of each program. Nothing is run. */
import { Arguments, type Argument } from "./arguments.js";
import { assignedPlaces } from "./assigned.js";
import { signing, sonarOption } from "./copies.js";
import { expand, type Expansion, type Scope } from "./expand.js";
import { Finds } from "./finding.js";
import { enter } from "./git.js";
import { handedRegistries, madeImages } from "./logins.js";
import { programOf, unwrapped } from "./programs.js";
import { isHeard, isOfSigning, pushingTarget, recognisersOf, sendingScript, setting } from "./recognisers.js";
import type { Session } from "./session.js";
import { libraryOf, onLine, sourcedFile } from "./sourced.js";
import { commandsOf } from "./tokens.js";
import { plain, type Assignment, type Command, type Syntax, type Word } from "./words.js";

const nothing: Scope = () => undefined;
const deepest = 5;
const mostSteps = 4_000;

/** Where a script begins and how its format writes variables. */
export interface ScriptText {
  readonly text: string;
  /** The line of the first character. */
  readonly line: number;
  readonly syntax?: Syntax;
}

/** Recognises what a script sends; returns the variables that it sets at its end. */
export function runScript(session: Session, script: ScriptText, outer: Scope): ReadonlyMap<string, readonly Expansion[]> {
  const runner = new Runner(session, outer, script.syntax);
  runner.run(commandsOf(script.text, script.line, script.syntax));
  return runner.variables;
}

class Runner {
  readonly variables = new Map<string, readonly Expansion[]>();
  private steps = 0;
  private bodies = new Map<string, Command[]>();
  private called = new Set<string>();
  /** Functions of sourced scripts. */
  private elsewhere = new Set<string>();
  private readonly silent = new Map<Command, boolean>();

  constructor(
    private readonly session: Session,
    private readonly outer: Scope,
    private readonly syntax: Syntax | undefined,
    /** Scripts that have been sourced: each is read once, however often it is named. */
    private readonly sources = new Set<string>(),
    /** Whether this one is: what it sends by itself is told where it is read itself. */
    private readonly isSourced = false,
  ) {}

  run(commands: readonly Command[]): void {
    for (const command of commands)
      if (command.inside !== null) this.bodies.set(command.inside, [...(this.bodies.get(command.inside) ?? []), command]);
    for (const command of commands) if (command.inside === null) this.command(command, nothing, 0);
    if (this.isSourced) return;
    // Functions that nothing here calls may be called from elsewhere: their bodies count once.
    for (const [name, body] of this.bodies) if (!this.called.has(name)) for (const command of body) this.command(command, nothing, 1);
  }

  private command(command: Command, positional: Scope, depth: number): void {
    if (++this.steps > mostSteps) return;
    const local = new Map<string, readonly Expansion[]>();
    const scope: Scope = (name) => local.get(name) ?? positional(name) ?? this.variables.get(name) ?? this.outer(name);
    const only = command.words.length === 0;
    if (!only && this.isSilent(command)) return;
    for (const assignment of command.assigns) this.assign(assignment, scope, command.conditional || depth > 0, only ? undefined : local);
    const [program, ...others] = command.words;
    const first = program === undefined ? [] : split(spread(program, expand(program, scope)));
    if (plain(program) === null && !this.matters(first[0]?.values[0]?.text ?? "", command)) return;
    this.call([...first, ...others.flatMap((word) => spread(word, expand(word, scope)))], command, scope, depth);
  }

  /** Whether a command sends nothing whatever its variables hold: most lines of most scripts, which then need no expansion. */
  private isSilent(command: Command): boolean {
    let silent = this.silent.get(command);
    if (silent === undefined) {
      const first = plain(command.words[0]);
      silent = first === null ? this.isSourced : !this.matters(first, command);
      this.silent.set(command, silent);
    }
    return silent;
  }

  /** Whether somebody asks what a program is called with here. */
  private matters(program: string, command: Command): boolean {
    const first = program.replace(/^[@+-]+(?=[a-z./])/, "");
    if (this.bodies.has(first)) return true;
    return this.isSourced ? setting.has(first) : isHeard(first, command) || command.words.some(isOfSigning);
  }

  private assign(assignment: Assignment, scope: Scope, adds: boolean, local: Map<string, readonly Expansion[]> | undefined): void {
    const step = { path: this.session.finds.path, line: assignment.line, what: assignment.name };
    const values = assignment.values.flatMap((parts) => expand(parts, scope)).map((v) => ({ ...v, trail: [step, ...v.trail].slice(0, 8) }));
    if (local) return void local.set(assignment.name, values);
    const before = adds || assignment.append ? (this.variables.get(assignment.name) ?? []) : [];
    // An array of arguments (`args+=(--tag x)`) says its options again and again.
    const joined = new Map([...before, ...values].slice(0, 48).map((v, i) => [v.text.startsWith("-") ? `${i} ${v.text}` : v.text, v]));
    this.variables.set(assignment.name, [...joined.values()]);
  }

  private call(all: readonly Argument[], command: Command, scope: Scope, depth: number): void {
    const args = unwrapped(all);
    const first = args[0]?.values[0]?.text ?? "";
    if (first === "" || depth > deepest) return;
    if (first === "source" || first === ".") return this.sourced(args[1], depth);
    if (setting.has(first)) return this.declared(args.slice(1), command, depth);
    const body = this.bodies.get(first);
    if (body) return this.inline(first, body, args, command, depth);
    const program = programOf(first);
    if (program === "cd" || program === "pushd" || program === "popd") return enter(this.session, program, args[1]?.values[0]?.text ?? "");
    if ((program === "bash" || program === "sh" || program === "zsh") && args[1]?.values[0]?.text.startsWith("-") === true)
      return this.nested(args, scope, depth);
    if (program === "echo" || program === "printf" || first === "Write-Output") this.handed(args.slice(1), command, scope);
    if (program === "eval") return this.evaluated(args.slice(1), command, scope, depth);
    const run = program === "find" ? args.findIndex((arg) => /^-exec(?:dir)?$/.test(arg.values[0]?.text ?? "")) : -1;
    if (run > 0) return this.call(split(args.slice(run + 1)), command, scope, depth + 1);
    if (program === "make") this.handedToMake(args.slice(1));
    if (program === "make" && args.some((arg) => pushingTarget.test(arg.values[0]?.text ?? "")))
      madeImages(args, command.line, this.session);
    const line = new Arguments([
      { values: [{ text: program, missing: null, trail: [] }], line: args[0]?.line ?? command.line },
      ...args.slice(1),
    ]);
    const call = { args: line, line: args[0]?.line ?? command.line, session: this.session, scope };
    for (const recogniser of recognisersOf(program)) recogniser(call);
    if (sendingScript.test(program)) handedRegistries(call);
    signing(call);
    if (/^(?:mvnw?|gradlew?|dotnet|npm|ant|sonar-scanner\w*|docker|make)$/.test(program)) sonarOption(call);
  }

  /** `make push IMAGE_REGISTRY=…`: variables that say a place by themselves, for the Makefile that nobody follows from here. */
  private handedToMake(args: readonly Argument[]): void {
    for (const argument of args)
      for (const value of argument.values) {
        const pair = /^([A-Za-z_]\w*)=(.+)$/s.exec(value.text);
        if (pair) assignedPlaces(this.session.finds, pair[1] ?? "", { ...value, text: pair[2] ?? "" }, argument.line);
      }
  }

  /** `export X=…`: the words after it are assignments. */
  private declared(args: readonly Argument[], command: Command, depth: number): void {
    for (const argument of args) {
      for (const value of argument.values) {
        const at = value.text.indexOf("=");
        const name = value.text.slice(0, Math.max(0, at));
        if (!/^[A-Za-z_]\w*$/.test(name)) continue;
        const step = { path: this.session.finds.path, line: argument.line, what: name };
        const before = command.conditional || depth > 0 ? (this.variables.get(name) ?? []) : [];
        this.variables.set(
          name,
          [...before, { text: value.text.slice(at + 1), missing: value.missing, trail: [step, ...value.trail] }].slice(0, 48),
        );
      }
    }
  }

  /** `echo "X=v" >> $GITHUB_ENV` hands a variable to later steps, `$GITHUB_OUTPUT` an output, `$BASH_ENV` an export; so did `::set-output name=X::v`. */
  private handed(args: readonly Argument[], command: Command, scope: Scope): void {
    const words = args.map((argument) => argument.values[0]);
    const [, name = "", text = ""] =
      /^::set-output name=([\w-]+)::(.*)$/s.exec(words.map((value) => value?.text.replace(/["']/g, "") ?? "").join(" ")) ?? [];
    if (name !== "") {
      const step = { path: this.session.finds.path, line: command.line, what: name };
      const missing = words.find((value) => typeof value?.missing === "string")?.missing ?? null;
      return void this.session.exported.set(`output ${name}`, [{ text, missing, trail: [step] }]);
    }
    this.registryToken(args, command, scope);
    const to = command.redirects.flatMap((word) => expand(word, scope)).map((v) => v.text);
    const output = to.some((t) => /GITHUB_OUTPUT/.test(t));
    if (!output && !to.some((t) => /GITHUB_ENV|BASH_ENV/.test(t))) return;
    for (const value of args.flatMap((a) => a.values)) {
      const pair = /^(?:export\s+)?([A-Za-z_][\w-]*)=(.*)$/s.exec(value.text);
      if (!pair) continue;
      const step = { path: this.session.finds.path, line: command.line, what: pair[1] ?? "" };
      const key = output ? `output ${pair[1]}` : (pair[1] ?? "");
      const text = (pair[2] ?? "").replace(/^["']|["']$/g, "");
      if (!output) assignedPlaces(this.session.finds, key, { ...value, text }, command.line);
      this.session.exported.set(
        key,
        [...(this.session.exported.get(key) ?? []), { text, missing: value.missing, trail: [step, ...value.trail] }].slice(-24),
      );
    }
  }

  /** `source lib.sh`: the variables that another script of the tree sets, and its functions, which count where they are called. */
  private sourced(file: Argument | undefined, depth: number): void {
    const found = file && depth < 3 ? sourcedFile(this.session, file.values[0]?.text ?? "") : undefined;
    if (!found || this.sources.has(found.path)) return;
    this.sources.add(found.path);
    const inner = new Runner({ ...this.session, finds: new Finds(found.path) }, this.outer, this.syntax, this.sources, true);
    const library = libraryOf(found.text, this.syntax);
    inner.run(library.commands);
    for (const [name, values] of inner.variables) this.variables.set(name, values);
    if (!library.maySend) return;
    for (const [name, body] of inner.bodies) {
      this.bodies.set(name, body);
      this.called.add(name);
      this.elsewhere.add(name);
    }
  }

  /** `echo "//registry.npmjs.org/:_authToken=…" >> .npmrc`: whoever writes a token down for a registry of everybody's will publish there. */
  private registryToken(args: readonly Argument[], command: Command, scope: Scope): void {
    const host = /^\/\/(registry\.npmjs\.org)\/:_authToken=/.exec(args[0]?.values[0]?.text ?? "")?.[1];
    const file = command.redirects.flatMap((word) => expand(word, scope)).some((value) => /\.npmrc$/.test(value.text));
    if (host !== undefined && file) this.session.stores.set("npm token", [{ text: `https://${host}`, missing: null, trail: [] }]);
  }

  /** A call of the script's own function: its body with the arguments in place. */
  private inline(name: string, body: readonly Command[], args: readonly Argument[], command: Command, depth: number): void {
    this.called.add(name);
    const positional = new Map(args.map((a, i) => [String(i), a.values]));
    positional.set(
      "@",
      args.slice(1).flatMap((a) => a.values),
    );
    const isElsewhere = this.elsewhere.has(name);
    for (const each of body) {
      if (each === command || (each.words.length > 0 && this.isSilent(each))) continue;
      this.command(isElsewhere ? onLine(each, command.line) : each, (key) => positional.get(key), depth + 1);
    }
  }

  /** `eval` runs its words joined by blanks. */
  private evaluated(words: readonly Argument[], command: Command, scope: Scope, depth: number): void {
    const [first] = words.length === 1 ? (words[0]?.values ?? []) : [];
    const whole = first ?? { text: words.map((word) => word.values[0]?.text ?? "").join(" "), missing: null, trail: [] };
    const option = { values: [{ text: "-c", missing: null, trail: [] }], line: command.line };
    this.nested([{ values: [], line: command.line }, option, { values: [whole], line: words[0]?.line ?? command.line }], scope, depth);
  }

  /** `bash -c "…"`. */
  private nested(args: readonly Argument[], scope: Scope, depth: number): void {
    const at = args.findIndex((a) => /^-[a-z]*c$/.test(a.values[0]?.text ?? ""));
    const text = at < 0 ? undefined : args[at + 1];
    const value = text?.values[0];
    if (!text || !value || depth >= 3) return;
    for (const command of commandsOf(value.text, text.line, this.syntax, 2)) this.command(command, scope, depth + 1);
  }
}

/** A variable that holds options holds several words: `"${args[@]}"` with `--tag x`, `$FLAGS` with `--platform linux/amd64 --push`. */
function spread(word: Word, values: readonly Expansion[]): Argument[] {
  const [part, ...others] = word.parts;
  const whole = [{ values, line: word.line }];
  if (typeof part !== "object" || others.length > 0 || !values.some((value) => value.text.trimStart().startsWith("-"))) return whole;
  if (part.many === true) return values.map((value) => ({ values: [value], line: word.line }));
  const texts = values.map((value) => value.text.trim());
  // Quotes inside a value are not read again, and what only may be a rehearsal is left as it is.
  if (texts.some((text) => /^[^-]|["']/.test(text) || (texts.length > 1 && text.includes("--dry-run")))) return whole;
  if (!texts.some((text) => /\s/.test(text))) return whole;
  const words = values.flatMap((value) => value.text.split(/\s+/).flatMap((text) => (text === "" ? [] : [{ ...value, text }])));
  return words.slice(0, 200).map((value) => ({ values: [value], line: word.line }));
}

/** A variable in the place of the program may hold several words: `$DOCKER push` with `sudo docker`. */
function split(all: readonly Argument[]): readonly Argument[] {
  const [first, ...rest] = all;
  const words = first?.values[0]?.text.trim().split(/\s+/) ?? [];
  if (first === undefined || words.length < 2 || words.length > 8 || /[/\\]/.test(words[0] ?? "")) return all;
  return [...words.map((text) => ({ line: first.line, values: [{ ...first.values[0], text, missing: null, trail: [] }] })), ...rest];
}
