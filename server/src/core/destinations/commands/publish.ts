/** Command lines of the publishing table, and the few publishers that need more than a row. */
import type { Arguments } from "./arguments.js";
import { pushedImage } from "./pushed-image.js";
import { hostOf, isOpen, isPlaceholder, type Expansion } from "./expand.js";
import { publishRows, type PublishRow } from "./publish-table.js";
import type { Call, Recogniser, Session } from "./session.js";

const takes = [
  "--filter",
  "-F",
  "-C",
  "--dir",
  "--workspace",
  "-w",
  "--prefix",
  "--cwd",
  "--tag",
  "--access",
  "--otp",
  "-m",
  "--manifest-path",
  "-p",
  "--package",
  "--token",
  "-t",
  "-u",
  "-f",
  "--config",
  "-c",
  "--project",
  "--scope",
  "--features",
  "--since",
  "--include",
  "--exclude",
  "--api-key",
  "-k",
  "--name",
  "--org",
  "--team",
  "-P",
  "--cluster",
];
const npmPrograms = new Set(["npm", "pnpm", "yarn", "bun", "cnpm", "tnpm"]);

/** Whether the words of a row follow the program. */
function follows(row: PublishRow, args: Arguments, session: Session): boolean {
  const said = args.positionals(1, [...takes, ...(row.at ?? [])]).map((w) => w.values[0]?.text ?? "");
  if (npmPrograms.has(args.text(0))) {
    const at = said.indexOf("publish");
    if (said[0] === "run" && said.length === 2)
      return session.stores.has("npm token") && /^(?:publish|release)(?::[\w:-]+)?$/.test(said[1] ?? "");
    return at >= 0 && at <= 4 && !said.slice(0, at).some((w) => ["run", "run-script", "exec", "add", "install"].includes(w));
  }
  return row.words.split("|").some((words) => {
    const wanted = words === "" ? [] : words.split(" ");
    if (wanted.some((w) => /^[-+]/.test(w)))
      return args.all.some((a) => (a.values[0]?.text ?? "") === wanted[0] || said.join(" ").startsWith(words));
    if (wanted.length === 0 && row.words !== "" && said.length > 0) return false;
    if (["mvn", "mvnw", "mvnd", "rake", "sbt", "fastlane"].includes(args.text(0).replace(/^\.\//, "")))
      return said.some((w) => w === words);
    return wanted.every((w, i) => said[i] === w);
  });
}

function published(row: PublishRow): Recogniser {
  return (call) => {
    const { args, session } = call;
    if (!follows(row, args, session) || (row.unless && args.has(...row.unless)) || (row.needs && !args.has(...row.needs))) return;
    const words = args
      .positionals(1, takes)
      .slice(0, 2)
      .map((w) => w.values[0]?.text ?? "")
      .filter((w) => !isOpen(w) && w.length < 24 && !/[/.]/.test(w));
    const about = {
      kind: row.kind ?? ("package-registry" as const),
      via: row.via ?? ("publish" as const),
      name: [args.text(0), ...words].join(" "),
      line: call.line,
      audience: row.audience ?? ("public" as const),
    };
    const said = [...args.option(...(row.at ?? []))];
    for (const name of row.variables ?? []) if (said.length === 0) said.push(...(call.scope(name) ?? []).filter((v) => v.text !== ""));
    if (said.length === 0 && npmPrograms.has(args.text(0))) said.push(...session.npm);
    if (said.length === 0) said.push(...(session.stores.get(`registry ${args.text(0).replace(/^mvn[wd]$/, "mvn")}`) ?? []));
    for (const value of said) at(call, row, about, value);
    if (said.length > 0) return;
    if (row.host !== "") session.finds.host(about, row.host, whole(args));
    else if (row.missing !== undefined) session.finds.unknown(about, row.missing, whole(args));
  };
}

/** The place that an option or variable names: a URL, or a name of the client's own. */
function at(call: Call, row: PublishRow, about: Parameters<Call["session"]["finds"]["host"]>[0], value: Expansion): void {
  const { finds } = call.session;
  const told = call.session.stores.get(`registry ${call.args.text(0)} ${value.text}`);
  if (told) return told.forEach((each) => at(call, row, about, each));
  const named = row.names?.[value.text];
  const url = /^[\w.-]+::(?:default::)?(https?:.*)$/.exec(value.text)?.[1] ?? value.text;
  const host = /[.:/]/.test(url) ? hostOf(url) : null;
  const audience = named !== undefined || host === row.host ? about.audience : ("unknown" as const);
  const full = { ...about, ...(audience ? { audience } : {}) };
  if (named !== undefined) finds.host(full, named, value.text, value.trail);
  else if (isOpen(value.text) && (host === null || isOpen(host))) finds.unknown(full, value.missing ?? value.text, value.text, value.trail);
  else if (host !== null && !isPlaceholder(host)) finds.address(full, { ...value, text: url });
  else if (host === null) finds.unknown(full, row.missing ?? `registry ${value.text}`, value.text, value.trail);
}

/** The command as written, shortened: what people recognise. */
export function whole(args: Arguments): string {
  return args.all
    .map((a) => a.values[0]?.text ?? "")
    .join(" ")
    .slice(0, 120);
}

/** Registries that a client is told of before it publishes: `poetry config repositories.X URL`, `npm config set registry URL`, `cargo login`, `dotnet nuget add source URL -n X`. */
const configured: Recogniser = (call) => {
  const said = call.args.positionals(1).map((w) => w);
  const words = said.map((w) => w.values[0]?.text ?? "");
  const program = call.args.text(0);
  if (npmPrograms.has(program) && words[0] === "config" && words[1] === "set") {
    const url =
      words[2] === "registry" || words[2] === "npmPublishRegistry"
        ? said[3]?.values
        : (said[2]?.values.map((v) => ({ ...v, text: v.text.replace(/^registry=/, "") })) ?? []);
    if (url && /^https?:/.test(url[0]?.text ?? "") && /^(?:registry|npmPublishRegistry)/.test(words[2] ?? "")) call.session.npm = url;
  }
  if (program === "poetry" && words[0] === "config" && /^repositories\./.test(words[1] ?? "") && said[2])
    call.session.stores.set(`registry poetry ${(words[1] ?? "").slice("repositories.".length)}`, said[2].values);
};

const deployPlugins: Recogniser = (call) => {
  const url = call.args.all
    .flatMap((a) => a.values)
    .find((v) => /^-D(?:image|jib\.to\.image|spring-boot\.build-image\.imageName)=/.test(v.text));
  const jib = call.args.all.some((a) => /jib:build|^:?jib$|build-image\.publish=true/.test(a.values[0]?.text ?? ""));
  if (!jib || !url) return;
  pushedImage(call.session.finds, { via: "push", name: "jib", line: call.line }, { ...url, text: url.text.replace(/^-D[\w.]+=/, "") });
};

/** Names under which builds are handed the account of Maven Central. */
const centralAccounts = [
  "ORG_GRADLE_PROJECT_mavenCentralUsername",
  "ORG_GRADLE_PROJECT_sonatypeUsername",
  "ORG_GRADLE_PROJECT_ossrhUsername",
  "ORG_GRADLE_PROJECT_SONATYPE_NEXUS_USERNAME",
  "NETFLIX_OSS_SONATYPE_USERNAME",
  "MAVEN_CENTRAL_USERNAME",
  "MAVEN_CENTRAL_USER",
  "CENTRAL_USERNAME",
  "SONATYPE_USERNAME",
  "SONATYPE_USER",
  "SONATYPE_NEXUS_USERNAME",
  "OSSRH_USERNAME",
  "OSSRH_USER",
  "CENTRAL_SONATYPE_TOKEN_USERNAME",
];

/** Names that say nothing by themselves: the secret behind them does. */
const accounts = ["MAVEN_USERNAME", "MAVEN_USER", "NEXUS_USERNAME", "NEXUS_USER", "PUBLISH_USERNAME", "REPO_USERNAME", "USERNAME"];

function toCentral(call: Call): boolean {
  return (
    centralAccounts.some((name) => (call.scope(name)?.length ?? 0) > 0) ||
    accounts.some((name) => call.scope(name)?.some((value) => /OSSRH|SONATYPE|MAVEN_?CENTRAL/i.test(value.missing ?? "")))
  );
}

/** `mvn deploy` goes where the project's `distributionManagement` says; without one, the account it is handed says it. */
const mavenDeploy: Recogniser = (call) => {
  const said = call.args.positionals(1, [...takes, "-pl", "-T", "-s"]).map((w) => w.values[0]?.text ?? "");
  const given = call.args.all.some((a) =>
    /^-D(?:alt\w*DeploymentRepository|url|(?:maven\.deploy\.skip|skipDeploy)(?!=false))/.test(a.values[0]?.text ?? ""),
  );
  if (!said.some((w) => /^(?:deploy|release:perform|nexus-staging:deploy|deploy:deploy-file)$/.test(w)) || given) return;
  if ((call.session.stores.get("registry mvn")?.length ?? 0) > 0 || !toCentral(call)) return;
  const about = {
    kind: "package-registry" as const,
    via: "publish" as const,
    name: "mvn deploy",
    line: call.line,
    audience: "public" as const,
  };
  call.session.finds.host(about, "central.sonatype.com", whole(call.args));
};

const gradle: Recogniser = (call) => {
  const said = call.args.positionals(1).map((w) => w.values[0]?.text ?? "");
  const about = {
    kind: "package-registry" as const,
    via: "publish" as const,
    name: `gradle ${said[0] ?? ""}`,
    line: call.line,
    audience: "public" as const,
  };
  if (said.some((w) => /(?:^|:)publishPlugins$/.test(w))) call.session.finds.host(about, "plugins.gradle.org", whole(call.args));
  else if (said.some((w) => centralTasks.test(w)) || (said.some((w) => publishTasks.test(w)) && toCentral(call)))
    call.session.finds.host(about, "central.sonatype.com", whole(call.args));
  deployPlugins(call);
};

/** Tasks of Gradle that only mean Maven Central, and those that mean it when its account is at hand. */
const centralTasks =
  /(?:^|:)(?:publish\w*To(?:MavenCentral|Sonatype|CentralPortal)\w*|publishAndReleaseToMavenCentral|closeAndRelease(?:Repository|SonatypeStagingRepository)|publishToCentralPortal)$/i;
const publishTasks = /(?:^|:)(?:publish\w*|final|candidate|uploadArchives)$/;

function table(): Record<string, Recogniser> {
  const rows: Record<string, Recogniser[]> = {};
  const add = (program: string, recogniser: Recogniser): void => void (rows[program] ??= []).push(recogniser);
  for (const row of publishRows) for (const program of row.programs) add(program, published(row));
  for (const program of [...npmPrograms, "poetry"]) add(program, configured);
  for (const program of ["mvn", "mvnw", "mvnd"]) for (const one of [deployPlugins, mavenDeploy]) add(program, one);
  for (const program of ["gradle", "gradlew"]) add(program, gradle);
  return Object.fromEntries(Object.entries(rows).map(([program, list]) => [program, (call: Call) => list.forEach((one) => one(call))]));
}

/** Programs of this file. */
export const publishPrograms: Readonly<Record<string, Recogniser>> = table();
