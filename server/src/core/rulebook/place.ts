/** The gazetteer: hosts, regions, registries and hubs with the territory in which they are. Data lives in rules/places. */
import type { LocalText } from "../text.js";
import type { Source, Verification } from "./item.js";

/** ISO 3166-1 alpha-2. CN is the mainland only; HK, MO and TW stand alone. */
export type Territory = string;

/** Who can read what lies at a place. */
export const audiences = ["public", "organisation", "named", "unknown"] as const;
export type Audience = (typeof audiences)[number];

/** What a place of the gazetteer is. */
export type PlaceKind = "git-host" | "cloud-region" | "registry" | "object-storage" | "model-hub" | "package-registry" | "service";

/** How somebody made sure of a row: at the operator's own page, in a list that others publish, by the id that names the place, or not at all. */
export const placeVerifications = ["official", "secondary", "derived", "memory"] as const satisfies readonly Verification[];
export type PlaceVerification = (typeof placeVerifications)[number];

/** A host, region or service and the territory that it stands in. */
export interface Place {
  /** `github.com`, `aws:ap-southeast-1`, `azure:chinaeast2`, `hub:huggingface`. */
  readonly id: string;
  readonly kind: PlaceKind;
  /** `aws`, `azure`, `gcp`, `aliyun` … for regions; null for hosts. */
  readonly cloud: string | null;
  /** Host patterns: exact host, or `*.` before a suffix. `{region}` stands for one region id of the cloud. */
  readonly hosts: readonly string[];
  /** Region ids, other spellings and display names that people write. */
  readonly names: readonly string[];
  readonly title: LocalText;
  readonly territory: Territory | null;
  /** `seat`: a global service without regions; the operator's seat stands for it, and is said to. */
  readonly basis: "location" | "seat";
  readonly audience: Audience;
  readonly note?: LocalText;
  readonly verification: PlaceVerification;
  /** Where it was read; of a row from memory, where it can be checked. */
  readonly source: Source;
  readonly from: string;
}
