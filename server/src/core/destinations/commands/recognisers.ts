/** Which programs are heard: who recognises each, and whether a command or a whole text can send anything at all. */
import { cloudPrograms } from "./clouds.js";
import { containerPrograms } from "./containers.js";
import { copyPrograms } from "./copies.js";
import { gitPrograms } from "./git.js";
import { aliases, programOf, runsAnother } from "./programs.js";
import { publishPrograms } from "./publish.js";
import type { Recogniser } from "./session.js";
import { plain, type Command, type Word } from "./words.js";

const tables: readonly Readonly<Record<string, Recogniser>>[] = [
  containerPrograms,
  gitPrograms,
  copyPrograms,
  cloudPrograms,
  publishPrograms,
];
const byProgram = new Map<string, Recogniser[]>();
for (const table of tables)
  for (const [program, recogniser] of Object.entries(table)) byProgram.set(program, [...(byProgram.get(program) ?? []), recogniser]);

/** Who recognises what a program sends. */
export function recognisersOf(program: string): readonly Recogniser[] {
  return byProgram.get(program) ?? [];
}

/** Commands that set variables, or have another script set them. */
export const setting: ReadonlySet<string> = new Set("export local declare readonly typeset set setenv source .".split(" "));

/** These, and commands that run what is handed to them. */
const builtins = new Set([...setting, ..."cd pushd popd bash sh zsh eval mvn mvnw gradle gradlew dotnet npm ant make".split(" ")]);

/** Targets of Makefiles that push images. */
export const pushingTarget = /^(?=[\w.-]*(?:push|publish))(?=[\w.-]*(?:docker|image|container))[\w.-]+$/i;

/** A script of the tree whose name says that it sends. */
export const sendingScript = /(?:push|publish|release|deploy|upload)[\w-]*\.(?:sh|bash|py|rb|ps1)$/i;

/** Whether somebody asks what this program is called with. */
export function isHeard(first: string, command: Command): boolean {
  const program = programOf(first);
  if (builtins.has(first) || builtins.has(program) || byProgram.has(program) || runsAnother(program)) return true;
  if (sendingScript.test(program)) return true;
  if (program === "find") return command.words.some((word) => /^-exec(?:dir)?$/.test(plain(word) ?? ""));
  if (program === "echo" || program === "printf" || first === "Write-Output")
    return command.redirects.length > 0 || startsOutput(command.words[1]);
  return program.startsWith("sonar-scanner");
}

/** `echo ::set-output name=…`, an output of a step as it was once handed on. */
function startsOutput(word: Word | undefined): boolean {
  const [first] = word?.parts ?? [];
  return typeof first === "string" && first.startsWith("::set-output");
}

/** Whoever signs with a service says so in the command: its URL may stand behind a variable. */
export function isOfSigning(word: Word): boolean {
  return word.parts.some((part) => /sign/i.test(typeof part === "string" ? part : part.raw));
}

/** Names of programs that are ordinary words too: they count only where a command may begin. */
const ordinary = /^(?:\w{1,3}|now|fun|mix|pod|stack|modal|copilot|release|deploy|upload|publish|send|push|hub|http|fury|dart|truss)$/;
/** Registries that a variable may name by itself (see assigned.ts), signing services, addresses of analysis servers. */
const places = /\b(?:(?:amazonaws|aliyuncs|tencentyun|tencentcloudcr|myhuaweicloud|volces)\.com|azurecr\.|pkg\.dev|codesigning|[DP]?sonar)/;
/** Variables that name a region, as they are set. */
const regions = /(?:REGION|LOCATION|ZONES?)['"]?[ \t]*[:?+]?=/;
let named: RegExp | null = null;

/**
 * A cheap look at a script or Makefile: false where nothing in it can name a way out, so that the thousands of build files of a large tree
 * need not be interpreted. A program may hide behind a variable, but its name then stands in the file all the same; in a comment it is only a word.
 */
export function maySend(text: string): boolean {
  named ??= anyName();
  if (regions.test(text)) return true;
  return named.test(text) && (places.test(text) || named.test(text.replace(/^[ \t]*#.*/gm, "")));
}

/** Looks at the beginnings of words only, and at what stands before one last: that is rarely asked. */
function anyName(): RegExp {
  const names = [...new Set(["sshpass", ...byProgram.keys(), ...Object.keys(aliases), ...Object.values(aliases)])].sort();
  const escaped = (list: string[]): string => list.map((name) => name.replace(/^@/, "").replace(/[^\w-]/g, "\\$&")).join("|");
  const long = escaped(names.filter((name) => !ordinary.test(name)));
  const short = escaped(names.filter((name) => ordinary.test(name)));
  // A command begins a line (of a recipe), or follows what separates, encloses or runs commands, or a path. Two brackets enclose a calculation.
  const before =
    "^[ \\t]*@?(?:\\w+=\\S*[ \\t]+){0,8}|-c[ \\t]+[\"']|(?:[;&|{`!]|(?<!\\()\\()[ \\t]*|\\bbin/|-exec(?:dir)?[ \\t]+|\\b(?:then|do|else|if|exec|run|sudo|env|npx|time|command)[ \\t]+";
  const called = "(?:\\.exe|\\.cmd)?[ \\t]+";
  return new RegExp(`\\b(?:(?:${long})\\b|${places.source}|(?:${short})${called}[\\w$"'{/.-](?<=(?:${before})\\w+${called}.))`, "m");
}
