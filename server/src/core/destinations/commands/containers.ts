/** Command lines that send images and charts to registries. */
import type { Argument } from "./arguments.js";
import { hostOf, isOpen } from "./expand.js";
import { imageHost, pushedImage } from "./pushed-image.js";
import type { Call, Recogniser, Session } from "./session.js";

const takesValue = [
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

function each(call: Call, name: string, images: readonly Argument[], named = false): void {
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

/** The one registry by name that a script has logged in to: a registry in a variable is then that one. */
function onlyLogin(session: Session): string | undefined {
  const [login = "", ...others] = session.logins;
  return login === "" || others.length > 0 || isOpen(login) ? undefined : login;
}

const docker: Recogniser = (call) => {
  const words = call.args.positionals(1, takesValue);
  const said = words.slice(0, 3).map((w) => w.values[0]?.text ?? "");
  const [one = "", two = "", three = ""] = said;
  if (one === "login") return void call.session.logins.add(said[1] ?? "");
  if (one === "push") return each(call, "docker push", words.slice(1, 2));
  if ((one === "image" || one === "manifest") && two === "push") return each(call, `docker ${one} push`, words.slice(2, 3));
  if (one === "buildx" && two === "imagetools" && three === "create") return merged(call);
  if (one === "compose" && (two === "push" || (two === "build" && call.args.has("--push")))) return composed(call);
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
  if (named.length === 0)
    for (const login of call.session.logins)
      if (!isOpen(login))
        call.session.finds.host({ ...about, kind: "registry" }, login === "" ? "docker.io" : (hostOf(login) ?? login), name);
}

/** `docker -H ssh://user@host stack deploy`: the machine whose daemon is meant. */
function remoteDaemon(call: Call): void {
  for (const value of [...call.args.option("-H", "--host"), ...(call.scope("DOCKER_HOST") ?? [])])
    if (/^(?:ssh|tcp):\/\//.test(value.text))
      call.session.finds.address({ kind: "host", via: "deploy", name: "docker stack deploy", line: call.line }, value);
}

/** `docker compose push` sends what the Compose file names; where that is, the login of the job says. */
function composed(call: Call): void {
  const about = { kind: "registry" as const, via: "push" as const, name: "docker compose push", line: call.line };
  const logins = [...call.session.logins].filter((each) => each !== "");
  for (const login of logins)
    call.session.finds.address(about, { text: login, missing: isOpen(login) ? login.replace(/[${}\s]/g, "") : null, trail: [] });
  if (logins.length === 0) call.session.finds.unknown(about, "images of the Compose file", "docker compose push");
}

/** `--output type=image,name=…,push=true`. */
function outputNames(call: Call, output: Argument): void {
  for (const value of output.values) {
    const name = /push=true/.test(value.text) ? /(?:^|,)name=([^,]+)/.exec(value.text)?.[1] : undefined;
    if (name) pushedImage(call.session.finds, { via: "push", name: "docker build --push", line: output.line }, { ...value, text: name });
  }
}

/** `copy SOURCE DESTINATION`: the second place counts if it is a registry. */
function copies(name: string, ...verbs: readonly string[]): Recogniser {
  return (call) => {
    const words = call.args.positionals(1, [...takesValue, "--src", "--dest", "-s", "-d"]);
    const at = words.findIndex((w) => verbs.includes(w.values[0]?.text ?? ""));
    const target = words[at + 2];
    if (at < 0 || at > 1 || !target) return;
    if (/^(?:dir|oci|docker-archive|oci-archive|docker-daemon|containers-storage):/.test(target.values[0]?.text ?? "")) return;
    each(call, `${name} ${verbs[0]}`, [target]);
  };
}

const crane: Recogniser = (call) => {
  const words = call.args.positionals(1, takesValue);
  if (call.args.text(1) === "push") each(call, "crane push", words.slice(2, 3));
  else if (["append", "mutate"].includes(call.args.text(1))) each(call, "crane append", call.args.options("-t", "--new_tag", "--tag"));
  else copies("crane", "copy", "cp")(call);
};

const oras: Recogniser = (call) => {
  const words = call.args.positionals(1, [...takesValue, "-a"]);
  if (["push", "attach"].includes(call.args.text(1))) each(call, "oras push", words.slice(1, 2));
  else copies("oras", "cp", "copy")(call);
};

const helm: Recogniser = (call) => {
  const words = call.args.positionals(1, [...takesValue, "--repo", "-n", "--namespace"]);
  const said = words.map((w) => w.values[0]?.text ?? "");
  if (said[0] === "repo" && said[1] === "add") return void call.session.stores.set(`helm ${said[2] ?? ""}`, words[3]?.values ?? []);
  const at =
    said[0] === "push" || said[0] === "cm-push" ? 1 : said[1] === "push" && /^(?:gcs|s3|chart|oss|cos|nexus)/.test(said[0] ?? "") ? 2 : 0;
  const target = at ? words[at + 1] : undefined;
  if (!target) return;
  const values = call.session.stores.get(`helm ${target.values[0]?.text ?? ""}`) ?? target.values;
  for (const value of values) {
    const about = { via: "push" as const, name: `helm ${said.slice(0, at).join(" ")}`, line: target.line };
    if (/^(?:s3|gs|oss|cos):\/\//.test(value.text))
      call.session.finds.bucket(
        { ...about, kind: "object-storage" },
        [/^gs/.test(value.text) ? "gcp" : /^oss/.test(value.text) ? "aliyun" : /^cos/.test(value.text) ? "tencent" : "aws"],
        value,
        undefined,
      );
    else if (/^oci:/.test(value.text)) pushedImage(call.session.finds, about, value);
    else if (hostOf(value.text) !== null && /[.$]/.test(value.text))
      call.session.finds.address({ ...about, kind: "package-registry" }, value);
    else call.session.finds.unknown({ ...about, kind: "package-registry" }, `helm repository ${value.text}`, value.text, value.trail);
  }
};

/** Builders that push what an option names. */
function tagged(name: string, options: readonly string[], needs: readonly string[] = []): Recogniser {
  return (call) => {
    if (needs.length && !call.args.has(...needs)) return;
    each(call, name, call.args.options(...options));
  };
}

const ko: Recogniser = (call) => {
  if (!["build", "publish", "apply", "resolve", "create"].includes(call.args.text(1)) || call.args.has("--local", "-L", "--push=false"))
    return;
  for (const value of call.scope("KO_DOCKER_REPO") ?? []) {
    if (!/^(?:ko|kind)\.local/.test(value.text))
      pushedImage(call.session.finds, { via: "push", name: "ko", line: call.line }, { ...value, text: `${value.text}/` });
  }
};

/** JFrog's client pushes images as docker does, under an older word too. */
const jfrog: Recogniser = (call) => {
  const words = call.args.positionals(1, [...takesValue, "--server-id", "--url", "--build-name", "--build-number"]);
  const said = words
    .slice(0, 2)
    .map((w) => w.values[0]?.text ?? "")
    .join(" ");
  if (/^(?:rt (?:docker-push|dp|podman-push)|docker push)$/.test(said)) each(call, `jf ${said}`, words.slice(2, 3));
};

const buildah: Recogniser = (call) => {
  const words = call.args.positionals(1, takesValue);
  if (call.args.text(1) === "push") each(call, "buildah push", words.slice(words.length > 2 ? 2 : 1).slice(0, 1));
};

/** Registries that everybody knows by their hosts. */
const wellKnown =
  /^(?:docker\.io|ghcr\.io|quay\.io|(?:[a-z]+\.)?gcr\.io|[\w-]+-docker\.pkg\.dev|public\.ecr\.aws|\d+\.dkr\.ecr\.[\w-]+\.amazonaws\.com(?:\.cn)?|[\w-]+\.azurecr\.(?:io|cn)|registry\.[\w-]+\.aliyuncs\.com|ccr\.ccs\.tencentyun\.com|swr\.[\w-]+\.myhuaweicloud\.com)(?:\/[\w./:$\{}-]*)?$/;

/** `./push.sh quay.io acme/rank`: the registries that a script is handed whose name says that it pushes. */
export function handedRegistries(call: Call): void {
  for (const argument of call.args.all.slice(1))
    for (const value of argument.values)
      if (wellKnown.test(value.text))
        pushedImage(
          call.session.finds,
          { via: "push", name: call.args.text(0), line: argument.line },
          value.text.includes("/") ? value : { ...value, text: `${value.text}/` },
        );
}

/** `make docker-publish REPO=quay.io/acme`: the registries that it is handed, else those that the job has logged in to. */
export function madeImages(args: readonly Argument[], line: number, session: Session): void {
  const about = { kind: "registry" as const, via: "push" as const, name: "make", line };
  const handed = args
    .flatMap((each) => each.values)
    .flatMap((value) => {
      const text = /^\w+=(.+)$/.exec(value.text)?.[1] ?? "";
      return wellKnown.test(text) ? [{ ...value, text: text.includes("/") ? text : `${text}/` }] : [];
    });
  for (const value of handed) pushedImage(session.finds, about, value);
  if (handed.length === 0)
    for (const login of session.logins)
      if (!isOpen(login))
        session.finds.host(about, login === "" ? "docker.io" : (hostOf(login) ?? login), login === "" ? "docker.io" : login);
}

/** `earthly --push +target --REPO=ghcr.io/acme/x`: what an Earthfile pushes, where the call names it. */
const earthly: Recogniser = (call) => {
  if (!call.args.has("--push")) return;
  for (const argument of call.args.all.slice(1))
    for (const value of argument.values) {
      const text = /^--?[A-Za-z_]\w*=(.+)$/.exec(value.text)?.[1] ?? "";
      if (/^[\w-]+(?:\.[\w-]+)+(?::\d+)?\/[\w./:-]+$/.test(text))
        pushedImage(call.session.finds, { via: "push", name: "earthly --push", line: argument.line }, { ...value, text });
    }
};

/** Programs of this file. */
export const containerPrograms: Readonly<Record<string, Recogniser>> = {
  docker,
  "docker-compose": (call) => {
    const verb = call.args.positionals(1, ["-f", "--file", "-p", "--project-name", "--env-file", "--profile"])[0]?.values[0]?.text;
    if (verb === "push" || (verb === "build" && call.args.has("--push"))) composed(call);
  },
  podman: docker,
  nerdctl: docker,
  img: docker,
  buildah,
  skopeo: copies("skopeo", "copy", "sync"),
  regctl: copies("regctl", "copy"),
  crane,
  earthly,
  gcrane: crane,
  oras,
  helm,
  helm3: helm,
  ko,
  executor: tagged("kaniko", ["--destination", "-d"]),
  "kaniko-executor": tagged("kaniko", ["--destination", "-d"]),
  skaffold: (call) => {
    if (!["run", "build", "deploy", "dev", "debug", "apply"].includes(call.args.text(1)) || call.args.has("--push=false")) return;
    const said = call.args.option("--default-repo", "-d");
    for (const value of said.length ? said : (call.scope("SKAFFOLD_DEFAULT_REPO") ?? []))
      pushedImage(call.session.finds, { via: "push", name: "skaffold", line: call.line }, { ...value, text: `${value.text}/` });
  },
  gcloud: (call) => {
    if (/^(?:(?:alpha|beta) )?builds submit/.test(`${call.args.text(1)} ${call.args.text(2)} ${call.args.text(3)}`))
      each(call, "gcloud builds submit --tag", call.args.options("--tag", "-t"));
    if (/^run deploy/.test(`${call.args.text(1)} ${call.args.text(2)}`))
      each(call, "gcloud run deploy --image", call.args.options("--image"), true);
  },
  jf: jfrog,
  jfrog,
  pack: tagged("pack build", ["--tag", "-t"], ["--publish"]),
  cog: (call) => {
    if (call.args.text(1) === "push") each(call, "cog push", call.args.positionals(2));
  },
};
