/** Docker's command line: pushes, builds that push, and what Compose and swarms are told. */
import type { Argument } from "./arguments.js";
import { hostOf, isOpen } from "./expand.js";
import { pushedRepository } from "./git.js";
import { onlyLogin, pushedToLogins } from "./logins.js";
import { imageHost, pushedImage } from "./pushed-image.js";
import type { Call, Recogniser } from "./session.js";

/** Options of container clients that take the next word. */
export const takesValue = [
  "--config",
  "--log-level",
  "-l",
  "--project-name",
  "--env-file",
  "--profile",
  "--platform",
  "--authfile",
  "--creds",
  "--dest-creds",
  "--src-creds",
  "--tls-verify",
  "-u",
  "-p",
  "--username",
  "--password",
  "--format",
  "-f",
  "--file",
  "--version",
  "--annotation",
  "--context",
  "-c",
  "-H",
  "--host",
  "--retry-times",
];

/** Reports the images that words name; `named`: only those with a registry of their own, which are built but not pushed here. */
export function each(call: Call, name: string, images: readonly Argument[], named = false): void {
  for (const argument of images)
    for (const value of argument.values) {
      const first = value.text.split("/")[0] ?? "";
      if (named && (isOpen(first) || !/[.:]/.test(first) || /^(?:index\.)?docker\.io$/.test(first) || !value.text.includes("/"))) continue;
      const about = { via: "push" as const, name, line: argument.line };
      const login = named || imageHost(value.text, value.missing) !== first || !isOpen(first) ? undefined : onlyLogin(call.session);
      if (login === undefined) pushedImage(call.session.finds, about, value);
      else call.session.finds.host({ ...about, kind: "registry" }, hostOf(login) ?? login, value.text, value.trail);
    }
}

/** Docker and the clients that speak as it does. */
export const docker: Recogniser = (call) => {
  const words = call.args.positionals(1, takesValue);
  const said = words.slice(0, 3).map((w) => w.values[0]?.text ?? "");
  const [one = "", two = "", three = ""] = said;
  if (one === "login") return void call.session.logins.add(said[1] ?? "");
  if (one === "push") return each(call, "docker push", words.slice(1, 2));
  if ((one === "image" || one === "manifest") && two === "push") return each(call, `docker ${one} push`, words.slice(2, 3));
  if (one === "buildx" && two === "imagetools" && three === "create") return merged(call);
  if (one === "compose" && (two === "push" || (two === "build" && call.args.has("--push")))) return composed(call);
  if (one === "buildx" && two === "bake" && call.args.has("--push")) return composed(call, "docker buildx bake");
  if (one === "run") return pluginRun(call);
  if (one === "stack" && two === "deploy") return void remoteDaemon(call);
  const building = one === "build" || (one === "buildx" && two === "build") || (one === "builder" && two === "build") || one === "bud";
  if (building) {
    const pushed =
      call.args.all.some((each) => each.values.some((value) => /(?:^|\s)--push(?:=true)?(?:\s|$)/.test(value.text))) ||
      call.args.options("--output", "-o").some((o) => o.values.some((v) => /push=true|type=registry/.test(v.text)));
    each(call, pushed ? "docker build --push" : "docker build -t", call.args.options("-t", "--tag"), !pushed);
    for (const output of call.args.options("--output", "-o")) outputNames(call, output);
  }
};

/** `imagetools create -t …` names images; where their tags are computed, the digests that it joins name the image, else the login of the job does. */
function merged(call: Call): void {
  const name = "docker buildx imagetools create";
  const tags = call.args.options("-t", "--tag");
  if (tags.length > 0) return each(call, name, tags);
  const about = { via: "push" as const, name, line: call.line };
  const digests = call.args.all
    .flatMap((each) => each.values)
    .flatMap((value) => /printf['"]?([^'"@\s]+)@sha256:/.exec(value.text)?.[1] ?? []);
  const named = digests.filter((text) => !isOpen(text.split("/")[0] ?? ""));
  for (const text of named) pushedImage(call.session.finds, about, { text, missing: null, trail: [] });
  if (named.length === 0) pushedToLogins(call.session, { ...about, kind: "registry" });
}

/** `docker run -e PLUGIN_REMOTE=…`: a plug-in of Drone that is run by hand, told by its environment what it pushes where. */
function pluginRun(call: Call): void {
  for (const option of call.args.options("-e", "--env"))
    for (const value of option.values) {
      const [, setting, text] = /^PLUGIN_([A-Z_]+)=["']?(.*?)["']?$/s.exec(value.text) ?? [];
      if (setting === undefined || text === undefined || text === "") continue;
      const about = { name: `PLUGIN_${setting}`, line: option.line };
      if (/^(?:REMOTE|TARGET_URL)$/.test(setting)) pushedRepository(call.session, { ...about, via: "push" }, { ...value, text });
      else if (/^HOSTS?$/.test(setting)) call.session.finds.address({ ...about, kind: "host", via: "deploy" }, { ...value, text });
    }
}

/** `docker -H ssh://user@host stack deploy`: the machine whose daemon is meant. */
function remoteDaemon(call: Call): void {
  for (const value of [...call.args.option("-H", "--host"), ...(call.scope("DOCKER_HOST") ?? [])])
    if (/^(?:ssh|tcp):\/\//.test(value.text))
      call.session.finds.address({ kind: "host", via: "deploy", name: "docker stack deploy", line: call.line }, value);
}

/** `docker compose push` sends what the Compose file names; where that is, the login of the job says. */
export function composed(call: Call, name = "docker compose push"): void {
  const about = { kind: "registry" as const, via: "push" as const, name, line: call.line };
  const logins = [...call.session.logins].filter((each) => each !== "");
  for (const login of logins)
    call.session.finds.address(about, { text: login, missing: isOpen(login) ? login.replace(/[${}\s]/g, "") : null, trail: [] });
  if (logins.length === 0) call.session.finds.unknown(about, "images of the Compose file", name);
}

/** `--output type=image,name=…,push=true`. */
function outputNames(call: Call, output: Argument): void {
  for (const value of output.values) {
    const name = /push=true/.test(value.text) ? /(?:^|,)name=([^,]+)/.exec(value.text)?.[1] : undefined;
    if (name) pushedImage(call.session.finds, { via: "push", name: "docker build --push", line: output.line }, { ...value, text: name });
  }
}
