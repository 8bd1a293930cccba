/** Which program a command line runs: what runs another is taken off, folders, versions and package names too. */
import type { Argument } from "./arguments.js";

/** Programs that run another: how many words of their own come first is found by skipping options. */
const wrappers: Readonly<Record<string, readonly string[]>> = {
  sudo: ["-u", "-g"],
  env: ["-u", "-C"],
  time: [],
  nohup: [],
  exec: [],
  command: [],
  builtin: [],
  xargs: ["-n", "-I", "-P", "-L", "-d", "-a"],
  npx: ["-p", "--package"],
  pnpx: [],
  bunx: [],
  uvx: ["--from", "--with"],
  retry: ["-n", "-t", "-d"],
  "retry.sh": [],
  travis_retry: [],
  call: [],
  sshpass: ["-p", "-f", "-d", "-P"],
  timeout: ["-s", "-k"],
  chronic: [],
  "aws-vault": [],
  "dbus-run-session": [],
};
const twoWords = new Set([
  "yarn dlx",
  "yarn exec",
  "pnpm exec",
  "pnpm dlx",
  "npm exec",
  "bun x",
  "uv run",
  "poetry run",
  "pdm run",
  "hatch run",
  "pipx run",
  "pipenv run",
  "bundle exec",
  "python -m",
  "python3 -m",
  "py -m",
  "rtx exec",
  "mise exec",
  "vx run",
  "vp dlx",
  "vp exec",
]);
const firstOfTwo = new Set([...twoWords].map((words) => words.slice(0, words.indexOf(" "))));

/** Whether a program may run another that its command line names. */
export function runsAnother(program: string): boolean {
  return Object.hasOwn(wrappers, program) || firstOfTwo.has(program);
}

/** Takes off sudo, env, npx and others that run what follows. */
export function unwrapped(all: readonly Argument[]): readonly Argument[] {
  let args = all;
  for (let turn = 0; turn < 6; turn++) {
    const first = (args[0]?.values[0]?.text ?? "").replace(/^[@+-]+(?=[a-z./])/, "");
    const second = args[1]?.values[0]?.text ?? "";
    const takes = wrappers[programOf(first)];
    if (first === "command" && /^-[vV]$/.test(second)) return [];
    let from = 0;
    if (twoWords.has(`${programOf(first)} ${second}`)) from = 2;
    else if (takes) from = 1;
    else
      return first === (args[0]?.values[0]?.text ?? "")
        ? args
        : [{ line: args[0]?.line ?? 1, values: [{ text: first, missing: null, trail: [] }] }, ...args.slice(1)];
    for (; from < args.length; from++) {
      const text = args[from]?.values[0]?.text ?? "";
      if (takes?.includes(text)) from++;
      else if (!text.startsWith("-") && !/^\w+=/.test(text) && !(programOf(first) === "timeout" && /^\d/.test(text))) break;
    }
    args = args.slice(from);
  }
  return args;
}

/** The name of a program without folder, version and `.exe`, in which packages of npm are known by their command. */
export function programOf(text: string): string {
  const name = text.replace(/\\/g, "/").split("/").at(-1) ?? text;
  return (
    aliases[text.replace(/@[\w.^~-]+$/, "")] ?? aliases[name] ?? name.replace(/\.(?:exe|cmd|bat|ps1)$/i, "").replace(/(?!^)@[\w.^~-]+$/, "")
  );
}

/** Commands by the names of the packages that bring them. */
export const aliases: Readonly<Record<string, string>> = {
  "@changesets/cli": "changeset",
  "@vscode/vsce": "vsce",
  "aws-cdk": "cdk",
  "firebase-tools": "firebase",
  "netlify-cli": "netlify",
  "wrangler-action": "wrangler",
  "@railway/cli": "railway",
  "@cloudbase/cli": "tcb",
  "@serverless-devs/s": "s",
  "clever-tools": "clever",
  buildx: "docker",
  huggingface_hub: "hf",
  aws2: "aws",
  ossutil32: "ossutil",
  ossutilmac32: "ossutil",
  ossutilmac64: "ossutil",
};
