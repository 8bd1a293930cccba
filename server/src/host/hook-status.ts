/** Whether pushes of this repository are really judged, and everything that would keep them from it. */
import { accessSync, constants, existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { t, type LocalText } from "../core/text.js";
import { readText } from "./bounded-file.js";
import { readGitConfiguration } from "./git-config.js";
import { findGit, type GitRepository } from "./git-repository.js";
import { hookPlace } from "./hook-owner.js";
import { blockBegin, hookMark, runnerMark } from "./hook-scripts.js";
import { runnerPath } from "./hooks.js";
import { execFileSync } from "node:child_process";

/** One thing that was looked at. */
export interface HookFact {
  readonly good: boolean;
  readonly text: LocalText;
}

/** Whether pushes are judged, and why. */
export interface HookStatus {
  /** Pushes run the hook, and the hook can run the program. */
  readonly protected: boolean;
  readonly facts: readonly HookFact[];
}

/** Looks at everything between `git push` and the verdict. */
export function hookStatus(repository: GitRepository, environment: NodeJS.ProcessEnv): HookStatus {
  const entry = entryFacts(repository, environment);
  const runner = runnerFacts(repository);
  const rest = [...hooksPathFacts(repository, environment), ...preCommitFacts(repository)];
  return {
    protected: entry.some((fact) => fact.good) && runner.every((fact) => fact.good) && !rest.some((fact) => !fact.good && fact.fatal),
    facts: [...entry, ...runner, ...rest],
  };
}

interface Fact extends HookFact {
  /** Whether it alone keeps the hook from running. */
  readonly fatal?: boolean;
}

/** What calls the runner: a hook file, a block, an entry of another tool, or git's configuration. */
function entryFacts(repository: GitRepository, environment: NodeJS.ProcessEnv): Fact[] {
  const place = hookPlace(repository, environment);
  const facts: Fact[] = [];
  const has = (file: string, mark: string): boolean => (readText(file, 1 << 20) ?? "").includes(mark);
  const legacy = `${place.file}.legacy`;
  if (place.owner === "husky" && has(join(place.folder, "..", "pre-push"), blockBegin))
    facts.push(
      existsSync(place.file)
        ? { good: true, text: t("husky runs the hook (.husky/pre-push)", "由 husky 运行（.husky/pre-push）") }
        : {
            good: false,
            text: t(
              "husky is not set up in this clone: run npm install; until then no hook runs",
              "husky 尚未在本克隆中启用：请运行 npm install，此前不会运行任何钩子",
            ),
          },
    );
  else if (place.owner === "lefthook" && lefthookHas(repository))
    facts.push({ good: true, text: t("lefthook runs the hook (lefthook-local.yml)", "由 lefthook 运行（lefthook-local.yml）") });
  else if (place.owner === "pre-commit" && has(legacy, hookMark))
    facts.push(executable(legacy, t("pre-commit runs the hook (pre-push.legacy)", "由 pre-commit 运行（pre-push.legacy）")));
  else if (place.owner === "borderline")
    facts.push(executable(place.file, t(`git runs the hook (${place.file})`, `由 git 运行（${place.file}）`)));
  facts.push(...configFacts(repository, environment));
  return facts.length > 0 ? facts : [{ good: false, text: withoutHook(place) }];
}

/** Where the hook is missing, and whose file stands there instead. */
function withoutHook({ file, owner }: ReturnType<typeof hookPlace>): LocalText {
  if (owner === "nobody") return t(`no pre-push hook: ${file} is not there`, `没有 pre-push 钩子：${file} 不存在`);
  if (owner === "somebody")
    return t(`no hook of borderline's in ${file}, which is a hook of your own`, `${file} 是您自己的钩子，其中没有 borderline 的钩子`);
  return t(`no hook of borderline's in ${file}, which belongs to ${owner}`, `${file} 中没有 borderline 的钩子（现属 ${owner}）`);
}

function lefthookHas(repository: GitRepository): boolean {
  const top = repository.top ?? repository.gitDir;
  return ["lefthook-local.yml", "lefthook-local.yaml", ".lefthook-local.yml", ".lefthook-local.yaml"].some((name) =>
    (readText(join(top, name), 1 << 20) ?? "").includes("borderline/pre-push"),
  );
}

function executable(file: string, text: LocalText): Fact {
  return mayRun(file)
    ? { good: true, text }
    : {
        good: false,
        text: t(`${file} is not executable: git passes it over with a hint only`, `${file} 不可执行：git 只提示一下就会跳过`),
      };
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Hooks in git's configuration work from 2.54 on; before that they are passed over in silence. */
function configFacts(repository: GitRepository, environment: NodeJS.ProcessEnv): Fact[] {
  if (!hasConfigHook(repository, environment)) return [];
  const version = gitVersion(repository, environment);
  const text = version === null ? "?" : version.join(".");
  return understandsConfigHooks(version)
    ? [{ good: true, text: t(`git ${text} runs the hook from its configuration`, `git ${text} 按其配置运行钩子`) }]
    : [
        {
          good: false,
          text: t(
            `git ${text} passes hooks in its configuration over in silence (needs 2.54)`,
            `git ${text} 会静默忽略配置中的钩子（需要 2.54）`,
          ),
        },
      ];
}

/** Whether git's configuration names our hook. */
export function hasConfigHook(repository: GitRepository, environment: NodeJS.ProcessEnv): boolean {
  return readGitConfiguration(repository, environment).entries.some((e) => e.section === "hook" && e.subsection === "borderline" && e.own);
}

/** Whether a git runs hooks that its configuration names. */
export function understandsConfigHooks(version: readonly [number, number] | null): boolean {
  return version !== null && (version[0] > 2 || (version[0] === 2 && version[1] >= 54));
}

/** Major and minor number of the git that is found. */
export function gitVersion(repository: GitRepository, environment: NodeJS.ProcessEnv): readonly [number, number] | null {
  const program = findGit([repository.root], environment);
  if (program === null) return null;
  try {
    const found = /(\d+)\.(\d+)/.exec(execFileSync(program, ["version"], { cwd: "/", timeout: 2000, encoding: "utf8" }));
    return found === null ? null : [Number(found[1]), Number(found[2])];
  } catch {
    return null;
  }
}

function runnerFacts(repository: GitRepository): Fact[] {
  const path = runnerPath(repository);
  const text = readText(path, 1 << 20);
  if (text === null || !text.includes(runnerMark))
    return [
      {
        good: false,
        text: t(`the runner is gone (${path}): borderline hook install`, `运行脚本缺失（${path}）：请运行 borderline hook install`),
      },
    ];
  const named = ["program", "cli"].flatMap(
    (name) => new RegExp(`^${name}='((?:[^']|'\\\\'')*)'$`, "m").exec(text)?.[1]?.replaceAll("'\\''", "'") ?? [],
  );
  const gone = named.filter((each) => !existsSync(each));
  const closed = text.includes("(closed when");
  const then = closed
    ? t("pushes are refused until then", "在此之前推送会被拒绝")
    : t("pushes go on without a verdict until then", "在此之前推送不经判断继续");
  if (gone.length > 0 || named.length < 2)
    return [
      {
        good: false,
        text: t(
          `${gone.join(", ")} is gone: borderline hook install; ${then.en}`,
          `${gone.join("、")} 已不存在：请运行 borderline hook install；${then.zh}`,
        ),
      },
    ];
  return [{ good: true, text: t(`it starts ${named.join(" ")}`, `启动 ${named.join(" ")}`) }];
}

/** A relative `core.hooksPath` is looked for in each work tree; one that lacks the folder has no hooks, and git says nothing. */
function hooksPathFacts(repository: GitRepository, environment: NodeJS.ProcessEnv): Fact[] {
  const place = hookPlace(repository, environment);
  if (place.hooksPath === null) return [];
  const { value, by } = place.hooksPath;
  if (!existsSync(place.folder))
    return [
      {
        good: false,
        fatal: true,
        text: t(
          `core.hooksPath (${value}, in ${by}) names a folder that is not here: no hook runs, and git says nothing`,
          `core.hooksPath（${value}，见 ${by}）指向的文件夹在此不存在：不会运行任何钩子，git 也不提示`,
        ),
      },
    ];
  if (place.shared)
    return [
      { good: true, text: t(`core.hooksPath (${value}) is shared with other repositories`, `core.hooksPath（${value}）与其他仓库共用`) },
    ];
  return isAbsolute(value)
    ? []
    : [
        {
          good: true,
          text: t(
            `core.hooksPath (${value}) is relative: every linked work tree needs that folder`,
            `core.hooksPath（${value}）为相对路径：每个关联工作树都需有该文件夹`,
          ),
        },
      ];
}

/** pre-commit tells its own hooks of one ref only, whatever is pushed. */
function preCommitFacts(repository: GitRepository): Fact[] {
  const text = repository.top === null ? null : readText(join(repository.top, ".pre-commit-config.yaml"), 1 << 20);
  if (text === null || !/\bid:\s*['"]?borderline/.test(text)) return [];
  return [
    {
      good: true,
      text: t(
        "as a hook of pre-commit's it sees one ref of each push only; this hook sees them all",
        "作为 pre-commit 的钩子时，每次推送只能看到一个引用；本钩子可看到全部",
      ),
    },
  ];
}
