/** Images by their names: which registry a name means when it is pushed, and reporting it. */
import { closedHost, isLocal, isOpen, isPlaceholder, type Expansion } from "./expand.js";
import type { About, Finds } from "./finding.js";

/** The registry that an image name means: its host, Docker Hub where it has none; open where a variable decides. */
export function imageHost(text: string, missing: string | null): string | null {
  const image = text.replace(/^(?:docker|oci):\/\//, "");
  const [first = "", ...rest] = image.split("/");
  if (rest.length === 0)
    return isOpen(first) ? (hubAccount(first, missing, /github\.repository/i.test(first)) ? "docker.io" : first) : null;
  if (isOpen(first))
    return /[.:]/.test(first.replace(/\$\{\{[^}]*\}\}|\$\{[^}]*\}/g, ""))
      ? closedHost(first)
      : hubAccount(first, missing, true)
        ? "docker.io"
        : first;
  return /[.:]/.test(first) || first === "localhost" ? first : "docker.io";
}

/** Names of accounts and of the tree's owner, whose text is never a host. */
const account =
  /DOCKER_?(?:USER|LOGIN|ID|ORG|NAMESPACE|ACCOUNT)|HUB_?USER|user[-_]?name|(?:REPOSITORY|REPO)[-_]?OWNER|github\.(?:actor|repository)|GITHUB_(?:ACTOR|REPOSITORY)|CIRCLE_PROJECT_(?:USERNAME|REPONAME)|TRAVIS_REPO_SLUG|(?:^|[^A-Za-z])(?:DOCKER|HUB)_?NS(?:[^A-Za-z]|$)/i;

/** A name such as DOCKERHUB_USERNAME is an account of Docker Hub, not a registry. */
function hubAccount(text: string, missing: string | null, path: boolean): boolean {
  const name = `${text} ${missing ?? ""}`;
  if (/REGISTRY|_HOST|_URL|SERVER|ENDPOINT|(?:^|[^A-Za-z])(?:ECR|ACR|GCR)(?:[^A-Za-z]|$)/i.test(name)) return false;
  return /DOCKER_?HUB/i.test(name) || (path && account.test(name));
}

/** Accounts that a person was meant to fill in: on a registry of everybody's they make the whole line an example. A registry of one's own says where it lies whatever they are. */
const placeholder = /(?:^|\/)(?:my|your)[-_]?(?:org|organi[sz]ation|user|username|name|repo|registry)\b/i;

/** Reports an image that is pushed, or built under a name that has a registry of its own. */
export function pushedImage(finds: Finds, about: Omit<About, "kind">, image: Expansion): void {
  const text = image.text.trim();
  const host = imageHost(text, image.missing);
  if (
    text === "" ||
    host === null ||
    text.startsWith("/") ||
    (placeholder.test(text) && /^(?:(?:[\w-]+\.)*docker\.(?:io|com)|ghcr\.io|quay\.io)$/i.test(host)) ||
    isPlaceholder(host) ||
    (isLocal(host) && !isOpen(host))
  )
    return;
  const full = { kind: "registry" as const, ...about };
  if (isOpen(host)) finds.unknown(full, image.missing ?? host, text, image.trail);
  else finds.host(full, host.toLowerCase(), text, image.trail);
}
