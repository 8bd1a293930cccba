/** The readers' own share: thousands of small configuration files read for destinations, against parsing the same files with the same parsers and doing nothing. Prints JSON. */
import { parseYaml } from "../server/src/core/destinations/document.js";
import { parseHcl } from "../server/src/core/destinations/hcl.js";
import { readDestinations, type Placement } from "../server/src/core/destinations/read-destinations.js";

const [count = "400"] = process.argv.slice(2);

/** How often each is done; the best time counts. */
const rounds = 3;

/** The parsers of the formats measured here. */
const parsers: readonly (readonly [RegExp, (path: string, text: string) => unknown])[] = [
  [/\.(?:ya?ml|json)$/, parseYaml],
  [/\.tf$/, parseHcl],
];

const nowhere: Placement = {
  host: null,
  region: null,
  territory: null,
  certainty: "unknown",
  reason: null,
  audience: "unknown",
  recipient: null,
  forwards: [],
};

/** Ordinary files of some forty lines each, as trees have them by the thousand; every third names a place. */
const kinds: readonly (readonly [string, (n: number) => string])[] = [
  ["deployment.yaml", (n) => manifest("apps/v1", "Deployment", n, containers(n))],
  [
    "service.yaml",
    (n) =>
      manifest("v1", "Service", n, [
        "  selector: { app: a }",
        "  ports:",
        ...list(8, (i) => `    - { name: p${i}, port: ${8000 + i}, targetPort: ${9000 + i} }`),
      ]),
  ],
  [
    "config.yaml",
    (n) =>
      [
        "apiVersion: v1",
        "kind: ConfigMap",
        `metadata: { name: c${n} }`,
        "data:",
        ...list(30, (i) => `  KEY_${i}: "value ${i} of ${n}"`),
      ].join("\n"),
  ],
  [
    "values.yaml",
    (n) =>
      list(10, (i) =>
        [
          `part${i}:`,
          "  replicas: 2",
          "  image:",
          `    repository: acme/part${i}-${n}`,
          "    tag: latest",
          "  resources: { limits: { cpu: 1, memory: 1Gi } }",
        ].join("\n"),
      ).join("\n"),
  ],
  [
    "main.tf",
    (n) =>
      list(
        8,
        (i) =>
          `resource "aws_instance" "a${i}" {\n  ami           = "ami-${n}${i}"\n  instance_type = var.type\n  tags = {\n    Name = "a-\${var.name}-${i}"\n  }\n}`,
      ).join("\n\n"),
  ],
  [
    "variables.tf",
    (n) =>
      list(
        12,
        (i) => `variable "v${i}" {\n  type        = string\n  description = "variable ${i} of ${n}"\n  default     = "value"\n}`,
      ).join("\n"),
  ],
  ["settings.json", (n) => JSON.stringify(Object.fromEntries(list(30, (i) => [`key${i}`, { a: i, b: [n, "text"] }])), null, 2)],
  [
    "tasks.yml",
    (n) =>
      [
        "- name: all",
        "  hosts: all",
        "  tasks:",
        ...list(12, (i) => `    - name: step ${i} of ${n}\n      copy: { src: f${i}, dest: /etc/f${i} }`),
      ].join("\n"),
  ],
];

const files = new Map<string, string>();
for (let n = 0; n < Number(count); n++) for (const [name, write] of kinds) files.set(`services/s${n}/${name}`, write(n));

function manifest(version: string, kind: string, n: number, spec: readonly string[]): string {
  return [
    `apiVersion: ${version}`,
    `kind: ${kind}`,
    "metadata:",
    `  name: s${n}`,
    "  labels:",
    ...list(6, (i) => `    label${i}: "${n}"`),
    "spec:",
    ...spec,
  ].join("\n");
}

function containers(n: number): readonly string[] {
  const image = n % 3 === 0 ? "registry.cn-hangzhou.aliyuncs.com/acme/s:1" : "nginx:1.27";
  return [
    "  template:",
    "    spec:",
    "      containers:",
    `        - image: ${image}`,
    "          env:",
    ...list(15, (i) => `            - { name: VAR_${i}, value: "${n} ${i}" }`),
    "          ports: [{ containerPort: 80 }]",
  ];
}

function list<T>(length: number, make: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => make(i));
}

const parse = best(() => {
  for (const [path, text] of files) parserOf(path)?.(path, text);
});
const read = best(() => void readDestinations(files, () => nowhere));
console.log(JSON.stringify({ files: files.size, parse, read }));

function parserOf(path: string): ((path: string, text: string) => unknown) | undefined {
  return parsers.find(([name]) => name.test(path))?.[1];
}

function best(work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...times);
}
