/** Command lines that send images and charts to registries. */
import { composed, docker, each, takesValue } from "./docker.js";
import type { Argument } from "./arguments.js";
import { hostOf } from "./expand.js";
import { pushedImage } from "./pushed-image.js";
import type { Recogniser } from "./session.js";

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
  const words = call.args.positionals(1, [
    ...takesValue,
    "-a",
    "--artifact-type",
    "--config",
    "--export-manifest",
    "-d",
    "--distribution-spec",
  ]);
  if (["push", "attach"].includes(call.args.text(1))) each(call, "oras push", words.slice(1, 2));
  else copies("oras", "cp", "copy")(call);
};

const helm: Recogniser = (call) => {
  const words = call.args.positionals(1, [...takesValue, "--repo", "-n", "--namespace"]);
  const said = words.map((w) => w.values[0]?.text ?? "");
  if (said[0] === "upgrade" || said[0] === "install") {
    const set = call.args.options("--set", "--set-string").filter((each) => deployedImage.test(each.values[0]?.text ?? ""));
    return each(call, `helm ${said[0]}`, set.map(afterSign), true);
  }
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

/** `kubectl set image deployment/x x=harbor.acme.cn/x:1`: what a cluster is to run, from a registry of one's own by its name. */
const kubectl: Recogniser = (call) => {
  const words = call.args.positionals(1, ["-n", "--namespace", "--context", "--kubeconfig", "-l"]);
  if (words[0]?.values[0]?.text !== "set" || words[1]?.values[0]?.text !== "image") return;
  each(call, "kubectl set image", words.slice(2).map(afterSign), true);
};

/** `--set image.repository=harbor.acme.cn/x`. */
const deployedImage = /^[\w.]*image(?:\.(?:repository|name|registry))?=/i;

function afterSign(argument: Argument): Argument {
  return { ...argument, values: argument.values.map((value) => ({ ...value, text: value.text.replace(/^[^=]*=/, "") })) };
}

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
  kubectl,
  oc: kubectl,
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
