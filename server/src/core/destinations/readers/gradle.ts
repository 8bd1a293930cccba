/** Gradle (Groovy and Kotlin), as far as it can be read without running it: repositories inside `publishing`, plug-ins that publish, images of Jib. */
import { pushedImage } from "../commands/pushed-image.js";
import type { Expansion, Scope } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { folderOf, folderScope, inside } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { settingsOf } from "../ini.js";
import { valuesOf, Variables } from "./ci.js";
import { groovyTokens, type Token } from "./groovy.js";

export const gradle: Reader = {
  id: "gradle",
  endings: ["gradle", "kts", "properties"],
  claims: (path) => /\.gradle(?:\.kts)?$|(^|\/)gradle\.properties$/.test(path),
  read(path, text, tree) {
    const finds = new Finds(path, folderScope(path));
    if (path.endsWith(".properties")) return { destinations: [], problems: [] };
    const tokens = groovyTokens(text);
    const scope = scopeOf(path, tokens, tree);
    visit(tokens, scope, finds);
    return { destinations: finds.all, problems: [] };
  },
};

/** Names that the script or `gradle.properties` gives a text. */
function scopeOf(path: string, tokens: readonly Token[], tree: DeployTree): Scope {
  const variables = new Variables(path, {});
  for (const file of [inside(folderOf(path), "gradle.properties"), "gradle.properties"])
    for (const setting of settingsOf(tree.text(file) ?? ""))
      if (!variables.has(setting.key)) variables.add(setting.key, setting.value, setting.line, setting.key, file);
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== "name" || tokens[i + 1]?.text !== "=") continue;
    for (const value of stringsUntilEnd(tokens, i + 2)) variables.add(token.text, value.text, value.line, token.text);
  }
  return (name) => variables.scope(name.replace(/^(?:project|rootProject|ext|property)\./, ""));
}

/** Strings of the rest of a line: both branches of a condition are values. */
function stringsUntilEnd(tokens: readonly Token[], from: number): Token[] {
  const found: Token[] = [];
  for (let i = from; i < Math.min(tokens.length, from + 40); i++) {
    const token = tokens[i];
    if (!token || token.text === "\n" || token.text === "{" || token.text === "}") break;
    const argument =
      tokens[i - 1]?.text === "(" &&
      tokens[i - 2]?.kind === "name" &&
      !/^(?:uri|url|setUrl|URI|maven|repository|snapshotRepository|set|file)$/.test(tokens[i - 2]?.text ?? "");
    if (token.kind === "string" && !argument) found.push(token);
  }
  return found;
}

/** The blocks that are open, by the name before their brace. */
function visit(tokens: readonly Token[], scope: Scope, finds: Finds): void {
  const blocks: string[] = [];
  const sends: Sends = { bootImages: publishesImages(tokens), builtImages: pushesBuilt(tokens) };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind === "sign" && token.text === "{") blocks.push(nameBefore(tokens, i));
    else if (token?.kind === "sign" && token.text === "}") blocks.pop();
    else if (token?.kind === "name" && blocks.length < 60) found(tokens, i, token, blocks, sends, scope, finds);
    else if (
      token?.kind === "string" &&
      /(?:^|\.)(?:maven-publish-central|nexus-publish|vanniktech\.maven\.publish)/.test(token.text) &&
      tokens[i - 1]?.text !== "="
    )
      plugin(token, finds);
  }
}

function nameBefore(tokens: readonly Token[], brace: number): string {
  for (let i = brace - 1; i >= Math.max(0, brace - 12); i--) {
    const token = tokens[i];
    if (token?.text === "\n" || token?.text === "}") break;
    if (token?.kind === "name") return token.text;
  }
  return "";
}

/** Plug-ins whose only purpose is Maven Central. */
function plugin(token: Token, finds: Finds): void {
  if (/nexus-publish/.test(token.text)) return;
  finds.host(
    { kind: "package-registry", via: "publish", name: token.text, line: token.line, audience: "public" },
    "central.sonatype.com",
    token.text,
  );
}

const publishers = /^(?:publishing|uploadArchives|nexusPublishing)$/;
/** Blocks that describe a package: what they link to is no place it goes to. */
const description = /^(?:pom|project|scm|licenses?|developers?|contributors?|organization|issueManagement|ciManagement)$/;

/** What the whole script tells of its images, asked once. */
interface Sends {
  readonly bootImages: boolean;
  readonly builtImages: boolean;
}

function found(
  tokens: readonly Token[],
  i: number,
  token: Token,
  blocks: readonly string[],
  sends: Sends,
  scope: Scope,
  finds: Finds,
): void {
  const within = (...names: readonly string[]): boolean => names.every((name) => blocks.includes(name));
  const described = blocks.slice(blocks.findIndex((name) => publishers.test(name)) + 1).some((name) => description.test(name));
  const publishing =
    !described &&
    (within("publishing", "repositories") || within("uploadArchives") || within("nexusPublishing") || within("publishing", "maven"));
  if (publishing && /^(?:url|setUrl|nexusUrl|snapshotRepositoryUrl|uri)$/.test(token.text) && tokens[i + 1]?.text !== "\n") {
    for (const value of literals(tokens, i + 1, scope)) address(value, token.line, finds);
  } else if (publishing && /^(?:repository|snapshotRepository)$/.test(token.text) && tokens[i + 1]?.text === "(") {
    for (const value of literals(tokens, i + 1, scope)) address(value, token.line, finds);
  } else if (within("jib", "to") && token.text === "image") {
    for (const value of literals(tokens, i + 1, scope)) pushedImage(finds, { via: "push", name: "jib.to.image", line: token.line }, value);
  } else if (token.text === "publishToMavenCentral" && within("mavenPublishing")) {
    finds.host(
      { kind: "package-registry", via: "publish", name: token.text, line: token.line, audience: "public" },
      "central.sonatype.com",
      token.text,
    );
  } else if (token.text === "mavenCentral" && tokens[i + 1]?.text === "{" && blocks.at(-1) === "publishing") {
    finds.host(
      { kind: "package-registry", via: "publish", name: "publishing.mavenCentral", line: token.line, audience: "public" },
      "central.sonatype.com",
      token.text,
    );
  } else if (token.text === "region" && blocks.some((name) => /^azure(?:webapp|functions|spring)/i.test(name))) {
    for (const value of literals(tokens, i + 1, scope))
      finds.region({ kind: "cloud-region", via: "deploy", name: blocks.at(-1) ?? "azure", line: token.line }, "azure", value);
  } else if (blocks.some((name) => /^bootBuildImage$/i.test(name)) && /^(?:imageName|image)$/.test(token.text) && sends.bootImages) {
    for (const value of literals(tokens, i + 1, scope))
      pushedImage(finds, { via: "push", name: "bootBuildImage", line: token.line }, value);
  } else if (
    /^(?:tags?|images?|imageName)$/.test(token.text) &&
    sends.builtImages &&
    blocks.some((name) => /^Docker(?:Build|Push)Image$/.test(name))
  ) {
    for (const value of literals(tokens, i + 1, scope))
      pushedImage(finds, { via: "push", name: "DockerPushImage", line: token.line }, value);
  } else if (token.text === "bintray" && blocks.every((name) => !publishers.test(name)) && tokens[i + 1]?.text === "{") {
    finds.host(
      { kind: "package-registry", via: "publish", name: token.text, line: token.line, audience: "public" },
      "api.bintray.com",
      "bintray",
    );
  } else if (within("nexusPublishing") && token.text === "sonatype") {
    finds.host(
      { kind: "package-registry", via: "publish", name: "nexusPublishing.sonatype", line: token.line, audience: "public" },
      "central.sonatype.com",
      "sonatype()",
    );
  }
}

/** Whether Spring Boot's images are published when they are built. */
function publishesImages(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token, i) =>
      token.kind === "name" &&
      (token.text === "publishRegistry" ||
        (token.text === "publish" && tokens.slice(i + 1, i + 4).some((next) => next.text === "true" && next.line === token.line))),
  );
}

/** Whether a task of the Docker plug-in pushes what another builds. */
function pushesBuilt(tokens: readonly Token[]): boolean {
  return tokens.some((token, i) => token.text === "DockerPushImage" && tokens[i - 1]?.text !== ".");
}

function address(value: Expansion, line: number, finds: Finds): void {
  if (/^https?:\/\/|^s3:|^gcs:|^sftp:/.test(value.text))
    finds.address({ kind: "package-registry", via: "publish", name: "publishing.repositories", line }, value);
  else if (value.missing !== null && /^\$/.test(value.text))
    finds.unknown(
      { kind: "package-registry", via: "publish", name: "publishing.repositories", line },
      value.missing,
      value.text,
      value.trail,
    );
}

/** Texts and names up to the end of the line: `url = uri(if (x) a else b)` has two. */
function literals(tokens: readonly Token[], from: number, scope: Scope): Expansion[] {
  const strings = stringsUntilEnd(tokens, from);
  const all = strings.flatMap((token) =>
    valuesOf(token, scope, {}).map((v) => (token.open ? v : { ...v, text: token.text, missing: null })),
  );
  if (strings.length > 0) return all.filter((v) => v.text !== "");
  for (let i = from; i < Math.min(tokens.length, from + 20) && tokens[i]?.text !== "\n"; i++) {
    const token = tokens[i];
    if (token?.kind !== "name" || ["(", "."].includes(tokens[i + 1]?.text ?? "")) continue;
    const known = scope(token.text);
    if (known) all.push(...known);
  }
  return all;
}
