/** Where in the world a host, a region or a folder is: the policy's exact word, the gazetteer, the policy's patterns, then what a domain name suggests. */
import type { PolicyPlace } from "../exposures/policy.js";
import type { Audience, Place, Territory } from "../rulebook/place.js";
import type { FoundDestination } from "./destination.js";
import type { PlaceReason } from "./place-reason.js";
import type { Placement } from "./read-destinations.js";
import { regionOf } from "./region-name.js";

/** Thousands of places, indexed once: by host, by what follows `*.`, by the fixed end of a pattern with `{region}`, and by cloud and region. */
export interface Gazetteer {
  readonly hosts: ReadonlyMap<string, number>;
  readonly suffixes: ReadonlyMap<string, number>;
  readonly patterns: ReadonlyMap<string, readonly RegionalHost[]>;
  /** Made when it is first asked for: most trees name no region. */
  readonly regions: ReadonlyMap<string, number>;
  /** The place of a number. */
  readonly placeAt: (number: number) => Place;
}

/** A host with a region in its name. */
interface RegionalHost {
  readonly number: number;
  /** The region that a name carries; undefined: it is no such host. */
  readonly regionIn: (host: string) => string | undefined;
}

type Entries<T> = readonly (readonly [string, T])[];

/** Numbers of places by what is said of their hosts, as plain values. */
export interface HostIndex {
  readonly hosts: Entries<number>;
  readonly suffixes: Entries<number>;
  /** Patterns by their fixed end. */
  readonly patterns: Entries<Entries<number>>;
}

/** Indexes the rulebook's places. */
export function indexPlaces(places: readonly Place[]): Gazetteer {
  return gazetteerOf(
    indexHosts(places),
    () => indexRegions(places),
    (number) => places[number]!,
  );
}

/** The gazetteer of indexes that were made before. */
export function gazetteerOf(
  { hosts, suffixes, patterns }: HostIndex,
  regions: () => Entries<number>,
  placeAt: Gazetteer["placeAt"],
): Gazetteer {
  let made: ReadonlyMap<string, number> | null = null;
  return {
    hosts: new Map(hosts),
    suffixes: new Map(suffixes),
    patterns: new Map(patterns.map(([end, found]) => [end, found.map(([pattern, number]) => regionalHost(pattern, number))])),
    get regions() {
      return (made ??= new Map(regions()));
    },
    placeAt,
  };
}

/** Where two rows claim one host, the first has it. */
export function indexHosts(places: readonly Place[]): HostIndex {
  const hosts = new Map<string, number>();
  const suffixes = new Map<string, number>();
  const patterns = new Map<string, (readonly [string, number])[]>();
  places.forEach((place, number) => {
    for (const pattern of place.hosts.map((host) => host.toLowerCase())) {
      if (pattern.includes("{region}")) {
        const end = lastLabels(pattern);
        patterns.set(end, [...(patterns.get(end) ?? []), [pattern, number]]);
      } else if (pattern.startsWith("*.")) keepFirst(suffixes, pattern.slice(2), number);
      else keepFirst(hosts, pattern, number);
    }
  });
  return { hosts: [...hosts], suffixes: [...suffixes], patterns: [...patterns] };
}

/** Numbers of places by cloud and region. */
export function indexRegions(places: readonly Place[]): Entries<number> {
  const regions = new Map<string, number>();
  places.forEach((place, number) => {
    keepFirst(regions, place.id.toLowerCase(), number);
    if (place.cloud !== null) for (const name of place.names) keepFirst(regions, regionKey(place.cloud, name), number);
  });
  return [...regions];
}

function keepFirst(map: Map<string, number>, key: string, number: number): void {
  if (!map.has(key)) map.set(key, number);
}

function regionalHost(pattern: string, number: number): RegionalHost {
  let expression: RegExp | null = null;
  return { number, regionIn: (host) => (expression ??= compile(pattern)).exec(host)?.[1] };
}

/** Where a policy's `forwards` pattern (`github.com/acme/**`) leads; null: unknown. */
export function forwardIn(place: (found: FoundDestination) => Placement): (pattern: string) => Territory | null {
  return (pattern) => {
    const host = pattern.replace(/^[a-z+]+:\/\//, "").split("/")[0] ?? "";
    return place({ kind: "git-remote", via: "mirror", name: "", value: pattern, host, line: 1, trail: [] }).territory;
  };
}

function regionKey(cloud: string, region: string): string {
  return `${cloud}:${regionOf(cloud, region)}`.toLowerCase();
}

/** Where the gazetteer, and a policy's own places, put what was found. */
export function placeIn(gazetteer: Gazetteer, policy: readonly PolicyPlace[]): (found: FoundDestination) => Placement {
  return (found) => {
    const recipient = found.recipient ?? null;
    const host = found.host === undefined ? null : bareHost(found.host);
    const region = found.region ?? null;
    const known = { host, region, recipient, forwards: [], audience: found.audience ?? "unknown" };
    if (found.unresolved !== undefined && host === null && region === null) return { ...known, ...unknown(found.unresolved) };
    if (found.cloud !== undefined && region !== null) return { ...known, ...regionAt(gazetteer, found.cloud, region, known.audience) };
    if (host === null) return { ...known, ...folderAt(policy, found, known.audience) };
    return { ...known, ...hostAt(gazetteer, policy, host, found) };
  };
}

type Spot = Pick<Placement, "territory" | "certainty" | "reason" | "verification"> &
  Partial<Pick<Placement, "audience" | "region" | "forwards">>;

function unknown(reason: PlaceReason | (string & {})): Spot {
  return { territory: null, certainty: "unknown", reason };
}

function hostAt(gazetteer: Gazetteer, policy: readonly PolicyPlace[], host: string, found: FoundDestination): Spot {
  const own = policy.find((place) => place.host?.toLowerCase() === host);
  const pattern = longestPattern(policy, host);
  const listed = lookUp(gazetteer, host);
  const audience =
    found.audience ??
    own?.audience ??
    (listed?.place.audience === "public" ? "public" : undefined) ??
    pattern?.audience ??
    listed?.place.audience;
  const said = own ?? (pattern !== null && (listed === null || (pattern.host ?? "").length - 2 >= listed.specific) ? pattern : null);
  if (said !== null && said !== undefined) return { ...byPolicy(said), audience: audience ?? "unknown" };
  if (listed !== null) return { ...atPlace(gazetteer, listed), audience: audience ?? "unknown" };
  return byName(host);
}

function byPolicy(place: PolicyPlace): Spot {
  return { territory: place.territory, certainty: "known", reason: null, forwards: place.forwards };
}

interface Listed {
  readonly place: Place;
  /** The region that the host's name carries. */
  readonly region: string | null;
  /** Length of the pattern's fixed end; Infinity for an exact host. */
  readonly specific: number;
}

function lookUp(gazetteer: Gazetteer, host: string): Listed | null {
  if (host.length > 253) return null;
  const exact = gazetteer.hosts.get(host);
  if (exact !== undefined) return { place: gazetteer.placeAt(exact), region: null, specific: Infinity };
  const regional = (gazetteer.patterns.get(lastLabels(host)) ?? []).flatMap(({ regionIn, number }) => {
    const region = regionIn(host);
    if (region === undefined) return [];
    const place = gazetteer.placeAt(number);
    return [{ place, region: withoutTenant(gazetteer, place.cloud, region), specific: host.length }];
  });
  const best = regional.find((each) => gazetteer.regions.has(regionKey(each.place.cloud ?? "", each.region))) ?? regional[0];
  if (best) return best;
  for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) {
    const number = gazetteer.suffixes.get(host.slice(dot + 1));
    if (number !== undefined) return { place: gazetteer.placeAt(number), region: null, specific: host.length - dot - 1 };
  }
  return null;
}

/** In names like `tenant-cn-beijing` nothing marks where the region begins: it is the longest end that the cloud has. */
function withoutTenant(gazetteer: Gazetteer, cloud: string | null, name: string): string {
  if (cloud === null) return name;
  for (let rest = name; rest !== ""; rest = rest.includes("-") ? rest.slice(rest.indexOf("-") + 1) : "") {
    if (gazetteer.regions.has(regionKey(cloud, rest))) return rest;
  }
  return name;
}

function atPlace(gazetteer: Gazetteer, { place, region }: Listed): Spot {
  if (region !== null && place.cloud !== null) return regionAt(gazetteer, place.cloud, region, place.audience);
  const { territory, verification } = place;
  if (territory === null) return unknown("location not stated");
  if (place.basis === "seat") return { territory, certainty: "inferred", reason: "operator's seat" satisfies PlaceReason, verification };
  return { territory, certainty: "known", reason: null, verification };
}

function regionAt(gazetteer: Gazetteer, cloud: string, region: string, audience: Audience): Spot {
  const number = gazetteer.regions.get(regionKey(cloud, region)) ?? gazetteer.regions.get(`${cloud}:${region}`.toLowerCase());
  if (number === undefined) return { ...unknown("unknown region"), region };
  const place = gazetteer.placeAt(number);
  return {
    ...atPlace(gazetteer, { place, region: null, specific: 0 }),
    region: regionOf(cloud, region),
    audience: audience === "unknown" ? place.audience : audience,
  };
}

function folderAt(policy: readonly PolicyPlace[], found: FoundDestination, audience: Audience): Spot {
  if (found.kind !== "git-remote" && found.kind !== "git-mirror" && found.kind !== "submodule") return unknown("no host");
  const folder = plainFolder(found.value);
  const own = policy.find((place) => place.path !== null && plainFolder(place.path) === folder);
  return own ? { ...byPolicy(own), audience: found.audience ?? own.audience ?? audience } : unknown("folder");
}

function plainFolder(path: string): string {
  return path.replace(/^file:\/\//, "").replace(/\/+$/, "");
}

/** The policy's longest `*.suffix` that the host ends with. */
function longestPattern(policy: readonly PolicyPlace[], host: string): PolicyPlace | null {
  let best: PolicyPlace | null = null;
  for (const place of policy) {
    const pattern = place.host?.toLowerCase() ?? "";
    if (pattern.startsWith("*.") && host.endsWith(pattern.slice(1)) && pattern.length > (best?.host?.length ?? 0)) best = place;
  }
  return best;
}

/** Country codes that are mostly used by those who are there; others (`.io`, `.ai`, `.co`, `.me` …) are bought by everybody. */
const countryCodes = new Set(
  "ae at au be br ca ch cn cz de dk es fi fr hk ie il in it jp kr mo my nl no nz pl pt ru sa se sg th tr tw uk us vn za".split(" "),
);

/** What a name or an address suggests by itself. `.cn` and its like are inferred, never known. */
function byName(host: string): Spot {
  if (host.length > 253) return unknown("unknown host");
  if (isPrivate(host)) return unknown("private address");
  if (/^[\d.]+$/.test(host) || host.includes(":")) return unknown("public address");
  const last = host.slice(host.lastIndexOf(".") + 1);
  const chinese = ["中国", "中國", "xn--fiqs8s", "xn--fiqz9s"].includes(last);
  if (!chinese && !countryCodes.has(last)) return unknown("unknown host");
  const territory: Territory = chinese ? "CN" : last === "uk" ? "GB" : last.toUpperCase();
  return { territory, certainty: "inferred", reason: "country-code domain" satisfies PlaceReason };
}

/** Addresses of RFC 1918, 4193, 6598 and link-local ones, and names that only a private network knows (RFC 6761, 6762, 8375; single labels). */
function isPrivate(host: string): boolean {
  if (host.includes(":")) return /^(?:::1?$|f[cd]|fe[89ab])/.test(host);
  if (/^\d+(?:\.\d+){3}$/.test(host))
    return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(host);
  return (
    !host.includes(".") || /\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|private|test|invalid|home\.arpa)$/.test(host)
  );
}

/** Lower case, without user, port, brackets and the root's dot. */
export function bareHost(host: string): string {
  const named = host.toLowerCase().replace(/^[^@/]*@/, "");
  const bracketed = /^\[([^\]]*)\]/.exec(named)?.[1];
  return bracketed ?? (/^[^:]*:\d+$/.test(named) ? named.replace(/:\d+$/, "") : named).replace(/\.$/, "");
}

function lastLabels(name: string): string {
  return name.split(".").slice(-2).join(".");
}

function compile(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^$()|[\]\\]/g, "\\$&").replace(/^\*\\\./, "(?:[^.]+\\.)+");
  return new RegExp(`^${escaped.replaceAll("*", "[^.]*?").replace("{region}", "([a-z0-9-]+)")}$`);
}
