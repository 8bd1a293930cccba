/** `borderline hook install|uninstall|status`: the pre-push hook beside the hooks that are already there. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { say, type LocalText } from "../../core/text.js";
import { plain } from "../../core/reports/safe.js";
import { findGit, findRepositoryForHook, type GitRepository } from "../../host/git-repository.js";
import { gitVersion, hasConfigHook, hookStatus, understandsConfigHooks } from "../../host/hook-status.js";
import { installHook, replace, runnerPath, uninstallHook, type HookOutcome } from "../../host/hooks.js";
import { quoted, runnerText, type Runner } from "../../host/hook-scripts.js";
import { ownRunner } from "../../host/own-runner.js";
import { option, UsageError, type Arguments } from "../args.js";
import { answer, answerForm } from "../render.js";
import type { Shell } from "../run.js";
import { langOf, pathOf, wordOf } from "../settings.js";

/** Installs, takes out or tells of the hook in the repository that this folder belongs to. */
export function hook(args: Arguments, shell: Shell): number {
  answerForm(args);
  const repository = findRepositoryForHook(shell.cwd, shell.environment);
  if (repository === null) throw new UsageError("hook works in a git repository", "hook 须在 Git 仓库中使用");
  const [action] = args.rest;
  if (action === "status") return status(repository, args, shell);
  if (action === "install") return told(install(repository, args, shell), args, shell);
  if (action === "uninstall") return told(uninstall(repository, shell), args, shell);
  throw new UsageError("hook takes install, uninstall or status", "hook 后接 install、uninstall 或 status");
}

/** Says what came of it. */
function told(outcome: HookOutcome, args: Arguments, shell: Shell): number {
  const lang = langOf(args, shell);
  const said = outcome.said.map((text) => plain(say(text, lang), 600));
  answer(args, shell, said.map((line) => `${line}\n`).join(""), "borderline.hook/1", { done: outcome.done, said });
  return outcome.done ? 0 : 1;
}

function status(repository: GitRepository, args: Arguments, shell: Shell): number {
  const lang = langOf(args, shell);
  const found = hookStatus(repository, shell.environment);
  const head: LocalText = found.protected
    ? { en: "pushes of this clone are judged (but for git push --no-verify)", zh: "本克隆的推送会被判断（git push --no-verify 除外）" }
    : { en: "PUSHES OF THIS CLONE ARE NOT JUDGED", zh: "本克隆的推送不会被判断" };
  const facts = found.facts.map(({ good, text }) => ({ good, text: plain(say(text, lang), 600) }));
  const lines = [say(head, lang), ...facts.map(({ good, text }) => `${good ? "+" : "!"} ${text}`)];
  answer(args, shell, lines.map((line) => `${line}\n`).join(""), "borderline.hook/1", { protected: found.protected, facts });
  return found.protected ? 0 : 1;
}

function install(repository: GitRepository, args: Arguments, shell: Shell): HookOutcome {
  const runner = runnerOf(args, shell);
  if (wordOf(args, "as", ["file", "config"], "file") === "file") return installHook(repository, shell.environment, runner);
  const version = gitVersion(repository, shell.environment);
  if (!understandsConfigHooks(version)) {
    const text = version === null ? "?" : version.join(".");
    return {
      done: false,
      said: [
        {
          en: `git ${text} would pass a hook in its configuration over in silence; it needs 2.54`,
          zh: `git ${text} 会静默忽略配置中的钩子，需要 2.54`,
        },
      ],
    };
  }
  replace(runnerPath(repository), runnerText(runner), 0o755);
  configure(repository, shell, ["hook.borderline.event", "pre-push"]);
  configure(repository, shell, ["hook.borderline.command", `sh ${quoted(runnerPath(repository))}`]);
  return {
    done: true,
    said: [{ en: "the pre-push hook is in this repository's git configuration", zh: "pre-push 钩子已写入本仓库的 git 配置" }],
  };
}

function uninstall(repository: GitRepository, shell: Shell): HookOutcome {
  if (hasConfigHook(repository, shell.environment)) configure(repository, shell, ["--remove-section", "hook.borderline"]);
  return uninstallHook(repository, shell.environment);
}

/** The only place where this program writes git's configuration, and only because a person asked for it. */
function configure(repository: GitRepository, shell: Shell, words: readonly string[]): void {
  const program = findGit([repository.root], shell.environment);
  if (program === null) throw new UsageError("git was not found outside this tree", "在该目录树之外没有找到 git");
  execFileSync(program, ["config", "--file", join(repository.commonDir, "config"), ...words], {
    cwd: repository.commonDir,
    timeout: 5000,
    stdio: "ignore",
  });
}

/** What the hook will start: this runtime and this program, or a copy of the program in a place that stays (`--copy`). */
function runnerOf(args: Arguments, shell: Shell): Runner {
  const missing = wordOf(args, "on-missing", ["open", "closed"], "closed");
  const words = (["policy", "record"] as const).flatMap((name) => {
    const path = pathOf(args, shell, name);
    return path === null ? [] : [`--${name}`, path];
  });
  const lang = option(args, "lang");
  const runner = ownRunner(shell.home, shell.environment, {
    copy: args.values.copy === true,
    missing,
    words: lang === null ? words : [...words, "--lang", lang],
  });
  if ("absent" in runner) throw new UsageError(`${runner.absent} is not there`, `${runner.absent} 不存在`);
  return runner;
}
