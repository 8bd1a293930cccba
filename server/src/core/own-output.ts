/** Files that Borderline itself wrote and somebody keeps in the tree: they quote the words of rules and of the law, and hold no technology. */

/** The keys at the top of each document that it writes; one with any other key is somebody else's, whatever it calls itself. */
const keys: Readonly<Record<string, string>> = {
  scan: "schema tool root asOf home regimes policy remotesOf history scanned markers modules destinations exposures skipped problems notLookedFor stats ignoredShare contact push unknownPlaces items editions procedures rules judgement approvals verdict mayGo refs known maySplit undecided policyChanged acknowledged hypothetical digest new notice",
  record:
    "schema at what verdict mayGo verdictDigest hypothetical tool asOf home regimes root remotesOf history scanned stats policy contact refs known commits commitCount newBlobs destinations markers modules exposures law rules approvals notChecked acknowledged previous digest",
  diff: "schema before after counts changes caution notice",
  folder: "schema rows failures items rulebooks from to notice",
  classification:
    "schema tool repository asOf scanned home regimes items destinations matrix notLookedFor gaps problems notVisibleHere disclaimer",
  rules: "schema digest reviewed items rules places atoms notLookedFor",
  explain: "schema id asOf explanation",
  sarif: "$schema version runs",
};

/** Longest document that is looked into, in UTF-16 units. */
const longest = 64 << 20;

/** Whether a file of this name may be one. */
export function mayBeOwnOutput(path: string): boolean {
  return /\.(jsonl?|sarif)$/i.test(path);
}

/** Whether a text is a document of ours, or lines of them. */
export function isOwnOutput(text: string): boolean {
  if (text.length > longest || !/"schema": ?"borderline\.|"name": ?"Borderline"|^\[\s*\{\s*"description": "/.test(text.slice(0, 600)))
    return false;
  const whole = parsed(text);
  if (whole !== undefined) return isOwn(whole);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.length > 0 && lines.every((line) => isOwn(parsed(line)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text) as unknown;
  } catch {
    return undefined;
  }
}

function isOwn(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isCodeQuality);
  if (typeof value !== "object" || value === null) return false;
  const document = value as Readonly<Record<string, unknown>>;
  const named = /^borderline\.([a-z]+)\/\d+$/.exec(typeof document["schema"] === "string" ? document["schema"] : "")?.[1];
  const kind = named === "push" ? "scan" : (named ?? (isSarif(document) ? "sarif" : ""));
  const known = Object.hasOwn(keys, kind) ? keys[kind]?.split(" ") : undefined;
  return known !== undefined && Object.keys(document).every((key) => known.includes(key));
}

/** An entry of the list for GitLab: its fingerprint ends with a channel, an address and a count. */
function isCodeQuality(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { fingerprint, ...rest } = value as Readonly<Record<string, unknown>>;
  const known = Object.keys(rest).every((key) => ["description", "check_name", "severity", "location"].includes(key));
  return known && typeof fingerprint === "string" && /^[0-9a-f]{16,40}\|[^|]+\|[a-z]+\|.*\|\d+$/.test(fingerprint);
}

function isSarif({ runs }: Readonly<Record<string, unknown>>): boolean {
  const all = Array.isArray(runs) ? (runs as readonly ({ tool?: { driver?: { name?: unknown } } } | null)[]) : [];
  return all.length > 0 && all.every((run) => run?.tool?.driver?.name === "Borderline");
}
