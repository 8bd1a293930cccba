/** Destinations: places this tree's contents can go, by which channel, said by which line of which file. */
import type { Audience, PlaceVerification, Territory } from "../rulebook/place.js";

/** What a destination is. */
export const destinationKinds = [
  "git-remote",
  "git-mirror",
  "submodule",
  "cloud-region",
  "registry",
  "object-storage",
  "model-hub",
  "package-registry",
  "host",
  "declared",
] as const;
export type DestinationKind = (typeof destinationKinds)[number];

/** The channel by which contents get there. */
export const vias = ["push", "mirror", "deploy", "publish", "upload", "serve", "handover"] as const;
export type Via = (typeof vias)[number];

/** One step of how a destination was found: which line says it, and what that line is. `what` is a key of the format ("url.insteadOf", "variable.region.default"), never source text. */
export interface TrailStep {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** One place that this tree's contents can go to, placed in the world. */
export interface Destination {
  readonly id: string;
  readonly kind: DestinationKind;
  readonly via: Via;
  /** What people call it: the remote's name, the job, the resource. */
  readonly name: string;
  /** As written, credentials removed. */
  readonly value: string;
  readonly host: string | null;
  readonly region: string | null;
  /** `aws`, `aliyun` … where a reader knows it: two clouds give the same name to different regions. */
  readonly cloud?: string | null;
  /** null: unknown. */
  readonly territory: Territory | null;
  readonly certainty: "known" | "inferred" | "unknown";
  /** Why the territory is inferred or unknown; null where it is known. English key words for people are made at the edge. */
  readonly reason: string | null;
  /** How the gazetteer's row for it was made sure of; null or absent where no row placed it. */
  readonly verification?: PlaceVerification | null;
  readonly audience: Audience;
  readonly recipient: string | null;
  readonly forwards: readonly string[];
  readonly path: string;
  readonly line: number;
  readonly trail: readonly TrailStep[];
  /** Globs of the files that leave by this door. `["**"]` where nothing better is known. */
  readonly scope: readonly string[];
  /** True where `scope` is a real finding, false where exposures join by repository for want of better knowledge. */
  readonly scopeKnown: boolean;
}

/** What a reader found, before the gazetteer placed it. Readers know formats; only `placeOf` knows the world. */
export interface FoundDestination {
  readonly kind: DestinationKind;
  readonly via: Via;
  readonly name: string;
  readonly value: string;
  /** Exactly one of these says where: a host, a region of a cloud, or nothing (unknown) with the reason. */
  readonly host?: string;
  readonly cloud?: string;
  readonly region?: string;
  /** Why it cannot be said where: `secret DEPLOY_HOST`, `variable region has no value here` … */
  readonly unresolved?: string;
  readonly audience?: Audience;
  readonly recipient?: string;
  readonly line: number;
  readonly trail: readonly TrailStep[];
  readonly scope?: readonly string[];
}
