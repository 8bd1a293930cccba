/** How clouds spell regions and zones: what has the shape of a region and which region a zone lies in. Whether it exists and where it is, only the gazetteer knows. */

interface Spelling {
  /** The region in the first group; what may follow it is the zone. */
  readonly shape: RegExp;
}

// Sources: the clouds' own documents on regions and zones, as the rows of rules/places name them.
const spellings: Readonly<Record<string, Spelling>> = {
  aws: {
    shape:
      /^((?:us|eu|ap|ca|sa|me|af|il|mx|cn|us-gov|us-iso[a-z]?|eu-isoe|eusc-[a-z]{2})-(?:north|south|central)?(?:east|west|north|south|central)?-\d{1,2}(?:-wl\d(?:-[a-z]{3}-wlz-\d)?|-[a-z]{3}-(?:wlz-)?\d)?)[a-z]?$/,
  },
  // Buckets and registries may lie in a multi-region: `US`, `EU`, `nam4` …
  gcp: {
    shape:
      /^((?:us|europe|asia|australia|northamerica|southamerica|me|africa)-(?:north|south|east|west|central)?(?:north|south|east|west)?\d{1,2}|us|eu|asia|europe|US|EU|ASIA|(?:nam|eur|asia|NAM|EUR|ASIA)\d{1,2})(?:-(?:ai\d)?[a-z])?$/,
  },
  tencent: { shape: /^((?:ap|na|sa|eu|me)-[a-z]+(?:-[a-z]{2,4})?)(?:-\d{1,2})?$/ },
  aliyun: {
    shape:
      /^((?:cn|ap|us|eu|me|rus|na)-[a-z]+(?:-\d|-finance(?:-\d)?|-gov(?:-\d)?|-acdr-\d|-nebula-\d|-ut)?(?:-pop)?)(?:-?(?:MAZ\d*(?:\([a-z,]*\))?|[a-z]))?$/,
  },
  huawei: { shape: /^((?:cn|ap|af|la|na|sa|eu|me|tr|ru|my|ae)-[a-z]+-\d{1,4})[a-z]?$/ },
  volcengine: { shape: /^((?:cn|ap|us|eu)-[a-z]+(?:-\d)?)(?:-?[a-z])?$/ },
  baidu: { shape: /^(bj|bd|su|gz|fwh|hkg|fsh|sin|nj|yq|cd|bjkj|bjfsg)(?:-[a-z0-9]+)?$/ },
  oci: { shape: /^((?:us|ca|uk|eu|ap|sa|me|af|il|mx)-(?:dcc-|gov-)?[a-z]+-\d)(?:-ad-\d)?$/ },
  ibm: { shape: /^((?:us|eu|jp|au|ca|br|in)-[a-z]{2,7})(?:-\d)?$/ },
  digitalocean: { shape: /^((?:nyc|ams|sfo|sgp|lon|fra|tor|blr|syd|atl)\d)$/ },
};

/** Azure's regions, with or without spaces: each has a direction or, for US government, a state in its name. */
const azureName = /^(?=.{5,40}$)[a-z ]*(?:north|south|east|west|central|virginia|texas|arizona|iowa)[a-z ]*\d?$/i;

/** Shape of the rest: short words and digits, as Hetzner, OVH, Scaleway, Vultr, Linode, Fly.io and others write them. */
const anyName = /^[A-Za-z][A-Za-z0-9-]{1,24}$/;

/** Whether a text has the shape in which this cloud writes regions or zones. */
export function looksLikeRegion(cloud: string, text: string): boolean {
  return text.length <= 64 && (cloud === "azure" ? azureName : (spellings[cloud]?.shape ?? anyName)).test(text);
}

/** The region that a region or zone name stands for, in the cloud's own spelling; the text itself where its shape is not known. */
export function regionOf(cloud: string, text: string): string {
  if (cloud === "azure") return text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return text.length <= 64 ? (spellings[cloud]?.shape.exec(text)?.[1] ?? text) : text;
}

/** The clouds whose spelling the text has, of those given. */
export function cloudsSpelling(text: string, clouds: readonly string[]): string[] {
  return clouds.filter((cloud) => (spellings[cloud] ?? cloud === "azure") && looksLikeRegion(cloud, text));
}
