/** What command lines give while they are read: destinations, gathered with the lines that led to them. */
import type { DestinationKind, FoundDestination, TrailStep, Via } from "../destination.js";
import { cloudsSpelling, looksLikeRegion, regionOf } from "../region-name.js";
import { closedHost, hostOf, isLocal, isOpen, isPlaceholder, type Expansion } from "./expand.js";

/** What is known of a destination before it is said where it is. */
export interface About {
  readonly kind: DestinationKind;
  readonly via: Via;
  /** The command or step: `docker push`. */
  readonly name: string;
  readonly line: number;
  readonly audience?: FoundDestination["audience"];
  readonly scope?: readonly string[];
}

/** Collects the destinations of one file. */
export class Finds {
  readonly all: FoundDestination[] = [];
  readonly #seen = new Set<string>();

  constructor(
    readonly path: string,
    private readonly scope?: readonly string[],
  ) {}

  /** A host that is certain; `value` is what the file says of it. */
  host(about: About, host: string, value: string, trail: readonly TrailStep[] = []): void {
    this.#add(about, value, trail, { host });
  }

  /** A region of a cloud. Text that does not have the shape of its regions is left out: it is a placeholder or another thing of that name. */
  region(about: About, cloud: string, value: Expansion): void {
    for (const text of value.text
      .split(cloud === "azure" ? "," : /[\s,]+/)
      .map((each) => each.trim())
      .filter(Boolean)) {
      if (isOpen(text)) this.unknown(about, value.missing ?? text, text, value.trail);
      else if (looksLikeRegion(cloud, text) && !isPlaceholder(text))
        this.#add(about, value.text, value.trail, { cloud, region: regionOf(cloud, text) });
    }
  }

  /** Something that nothing in the tree places, with the name that would. */
  unknown(about: About, missing: string, value: string, trail: readonly TrailStep[] = []): void {
    this.#add(about, value, trail, { unresolved: missing });
  }

  /** A URL, `user@host:path`, `host/path`: placed by its host, unknown where the host is a variable. */
  address(about: About, value: Expansion): void {
    const text = value.text.trim();
    const named = hostOf(text);
    const host = named === null ? null : closedHost(named);
    if (host === null || isPlaceholder(host)) return;
    if (isOpen(host)) this.unknown(about, value.missing ?? host, text, value.trail);
    else if (!isLocal(host)) this.host(about, host, text, value.trail);
  }

  /** A bucket: placed by a region when one is known, by a region in its name else, unknown with its name otherwise. */
  bucket(called: About, clouds: readonly string[], value: Expansion, region: Expansion | undefined): void {
    const text = value.text.trim();
    const about = { ...called, name: /^(?:[a-z0-9]+:\/\/)?[^/]+/i.exec(text)?.[0] ?? called.name };
    const name = text.replace(/^[a-z0-9]+:\/\//i, "").split("/")[0] ?? "";
    if (isPlaceholder(name) || name.includes(":") || (isOpen(name) && /^\$(?:\{?\w+\}?|\(.*\))$/.test(name) && value.missing === null))
      return;
    const cloud = clouds[0];
    if (region && !isOpen(region.text) && cloud && looksLikeRegion(cloud, region.text))
      return this.#add(about, text, [...value.trail, ...region.trail], { cloud, region: regionOf(cloud, region.text) });
    const named = regionInName(name, clouds);
    if (named)
      return this.#add(
        about,
        text,
        [...value.trail, { path: this.path, line: about.line, what: "region in the name of the bucket" }],
        named,
      );
    this.unknown(about, isOpen(name) ? (value.missing ?? name) : `region of ${name}`, text, value.trail);
  }

  #add(
    about: About,
    value: string,
    trail: readonly TrailStep[],
    where: Pick<FoundDestination, "host" | "cloud" | "region" | "unresolved">,
  ): void {
    if (this.all.length >= 1_000) return;
    const key = [about.kind, about.via, about.line, value, where.host, where.cloud, where.region, where.unresolved].join("\n");
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const scope = about.scope ?? this.scope;
    this.all.push({
      kind: about.kind,
      via: about.via,
      name: about.name,
      line: about.line,
      value: value.slice(0, 300),
      ...where,
      trail: [{ path: this.path, line: about.line, what: about.name }, ...trail],
      ...(about.audience && about.audience !== "unknown" ? { audience: about.audience } : {}),
      ...(scope ? { scope } : {}),
    });
  }
}

/** A region id inside a name (`artifacts-us-east-1`), where exactly one of the clouds writes it so. */
function regionInName(name: string, clouds: readonly string[]): { cloud: string; region: string } | undefined {
  const found = /(?:^|[-.])((?:us|eu|ap|cn|ca|sa|me|af)-(?:gov-)?[a-z]{4,12}(?:-\d)?)(?=$|[-.])/.exec(name)?.[1];
  const cloud = found === undefined ? undefined : cloudsSpelling(found, clouds)[0];
  return found === undefined || cloud === undefined ? undefined : { cloud, region: regionOf(cloud, found) };
}
