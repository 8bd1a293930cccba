/** Tasks of Azure Pipelines whose target depends on a command: images, NuGet, npm, Maven, Python packages. */
import { pushedImage } from "../commands/pushed-image.js";
import { hostOf, isOpen } from "../commands/expand.js";
import type { About } from "../commands/finding.js";
import { isGiven, listed, type Use } from "./plugin.js";

/** `Docker@2` with push or buildAndPush: the registry is a service connection unless the repository names it. */
export function containerTask(use: Use): void {
  if (!/^docker(?:compose)?$/i.test(use.name)) return;
  const command = use.input("command", "action")?.values[0]?.text ?? "buildAndPush";
  if (!/push/i.test(command)) return;
  const about = { via: "push" as const, name: use.name, line: use.line };
  const registry = use.input("azureContainerRegistry", "dockerRegistryEndpoint", "containerRegistry");
  const server = registry?.values[0];
  const repository = listed(use.input("repository", "imageName"))[0];
  const address = server && /\.(?:azurecr\.(?:io|cn)|io|com|cn)\b/.test(server.text) ? server : undefined;
  if (address)
    use.session.finds.address(
      { ...about, kind: "registry" },
      { ...address, text: /"loginServer"\s*:\s*"([^"]+)"/.exec(address.text)?.[1] ?? address.text },
    );
  else if (repository && /^[\w-]+(?:\.[\w-]+)+\//.test(repository.text)) pushedImage(use.session.finds, about, repository);
  else
    use.session.finds.unknown(
      { ...about, kind: "registry" },
      server ? `service connection ${server.text.trim()}` : "service connection",
      repository?.text ?? server?.text ?? use.written,
    );
}

/** NuGet, npm, Maven, Gradle and twine by their tasks. */
export function packageTask(use: Use): void {
  const name = use.name.toLowerCase();
  const command = use.input("command", "goals", "tasks")?.values[0]?.text ?? "";
  const about: About = { kind: "package-registry", via: "publish", name: `${use.name} ${command}`.trim(), line: use.line };
  const publishes =
    (/^(?:nugetcommand|dotnetcorecli|nugetpublisher)$/.test(name) && command === "push") ||
    (name === "npm" && command === "publish") ||
    (/^maven$/.test(name) && /\bdeploy\b/.test(command));
  if (!publishes) return;
  if (name === "maven") return use.session.finds.unknown(about, "distributionManagement", use.written);
  const feed = use.input("publishVstsFeed", "publishFeed", "feedPublish");
  const internal =
    feed ??
    (isGiven(use, "customEndpoint") || isGiven(use, "publishEndpoint") || isGiven(use, "publishFeedCredentials")
      ? undefined
      : { values: [], line: use.line });
  const external = use.input("customEndpoint", "publishEndpoint", "publishFeedCredentials")?.values[0];
  const host = external ? hostOf(external.text) : null;
  if (external && host !== null && host.includes(".") && !isOpen(host)) use.session.finds.host(about, host, external.text, external.trail);
  else if (external) use.session.finds.unknown(about, `service connection ${external.text}`, external.text, external.trail);
  else if (internal)
    use.session.finds.host(about, "pkgs.dev.azure.com", feed?.values[0]?.text ?? use.written, feed?.values[0]?.trail ?? []);
}
