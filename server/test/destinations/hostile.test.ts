/** Files that want to hang, explode or lead out of the tree: each is read in bounded time, and what could not be read is said. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseYaml } from "../../src/core/destinations/document.js";
import { parseHcl } from "../../src/core/destinations/hcl.js";
import { isDeployFile, readDestinations, type Placement } from "../../src/core/destinations/read-destinations.js";
import { parseToml } from "../../src/core/destinations/toml.js";
import { withoutTemplates } from "../../src/core/destinations/template.js";
import type { FoundDestination } from "../../src/core/destinations/destination.js";

/** Longest that one hostile file may take, in milliseconds, on a slow machine. */
const patience = 3_000;

function place(found: FoundDestination): Placement {
  return {
    host: found.host ?? null,
    region: found.region ?? null,
    territory: null,
    certainty: "unknown",
    reason: found.unresolved ?? "test",
    audience: "unknown",
    recipient: null,
    forwards: [],
  };
}

function read(files: Readonly<Record<string, string>>): ReturnType<typeof readDestinations> {
  const began = performance.now();
  const result = readDestinations(new Map(Object.entries(files)), place);
  expect(performance.now() - began).toBeLessThan(patience);
  return result;
}

describe("files that want to hang or explode", () => {
  test("aliases that multiply are followed up to a bound and then said", () => {
    const levels = Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(", ")}]`);
    const { problems } = read({ "app.yaml": ["apiVersion: v1", "kind: ConfigMap", "a0: &a0 x", ...levels].join("\n") });
    expect(problems.filter((problem) => problem.code === "destination-file").map((problem) => problem.message.en)).toContain(
      "This file multiplies by its aliases; from here on they are not followed.",
    );
  });

  test("an alias to itself ends", () => {
    expect(parseYaml("x.yaml", "a: &a [*a]\nb: 1\n").roots.length).toBe(1);
  });

  test("nesting without end is a problem, not an overflow", () => {
    const { problems } = read({
      "values.yaml": "[".repeat(50_000),
      "main.tf": `x = ${"[".repeat(50_000)}`,
      "fly.toml": `a = ${"[".repeat(5_000)}`,
    });
    expect(new Set(problems.map((problem) => problem.path))).toEqual(new Set(["values.yaml", "main.tf", "fly.toml"]));
  });

  test("scripts that source each other, twice each, are each read once", () => {
    const script = (n: number): string => `. ./s${n + 1}.sh\n. ./s${n + 1}.sh\n. ./s0.sh\n`;
    const chain = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`s${n}.sh`, `${script(n)}docker push docker.io/acme/a${n}\n`]));
    const { destinations, problems } = read({
      ...chain,
      "s40.sh": ". ./s0.sh\nHUB=docker.io/acme\n",
      "go.sh": ". ./s40.sh\ndocker push $HUB/b\n",
    });
    expect(problems).toEqual([]);
    expect(destinations.find(({ path }) => path === "go.sh")?.value).toBe("docker.io/acme/b");
    expect(destinations).toHaveLength(41);
  });

  test("what is never closed is looked at once, not from each of its beginnings", () => {
    const pulumi = 'import * as aws from "@pulumi/aws";\nnew aws.Provider("x", { region: "us-east-1" });\n';
    for (const never of ["/* ", '"\\', "`\\", 'region: "us-east-1",\n']) {
      const { destinations } = read({ "infra/index.ts": (pulumi + never.repeat(390_000)).slice(0, 390_000) });
      expect(destinations[0]?.region).toBe("us-east-1");
    }
    const images = 'dockerRepository := Some("registry.acme.example")\n';
    for (const never of ["/* ", '"\\', 'ImageName("a/a']) {
      const { destinations } = read({ "build.sbt": images + never.repeat(990_000 / never.length) });
      expect(destinations.map((each) => each.host)).toContain("registry.acme.example");
    }
    const resolver = 'publishTo := Some("x" at "https://repo.acme.example/r")\n';
    expect(read({ "build.sbt": resolver.repeat(990_000 / resolver.length) }).destinations.map((each) => each.host)).toEqual([
      "repo.acme.example",
    ]);
    read({ "build.gradle": `bootBuildImage {\n${"imageName\n".repeat(99_000)}` });
    read({ "build.gradle": `DockerBuildImage {\n${'images "a/b"\n'.repeat(76_000)}` });
    const worker = '{"name": "x", "placement": {"region": "aws:us-east-1"}}\n';
    for (const never of ["/* ", "\n"]) read({ "wrangler.jsonc": worker + never.repeat(990_000 / never.length) });
  });

  test("a megabyte on one line is read or refused in time", () => {
    const long = "x".repeat(1_000_000);
    read({ "main.tf": `provider "aws" { region = "${long}" }` });
    read({ "main.tf": `a = "${"${".repeat(200_000)}` });
    read({ "main.tf": `a = [${"1,".repeat(300_000)}]` });
    read({ "docker-compose.yml": `services: { a: { image: "${"${A:-".repeat(100_000)}" } }` });
    read({ "serverless.yml": `provider: { name: aws, region: "${"${self:a, ".repeat(50_000)}" }` });
    read({ "bin/app.ts": `aws-cdk-lib region: "${"region: '".repeat(40_000)}` });
    read({ "s.yaml": `edition: 1\ncomponent: x\n${long}` });
    expect(withoutTemplates("{{".repeat(300_000)).length).toBe(600_000);
  });

  test("variables that refer to each other end as unknown", () => {
    const { destinations } = read({
      "main.tf":
        'locals {\n a = local.b\n b = local.a\n}\nprovider "aws" { region = local.a }\nmodule "me" { source = "./" \n region = var.region }\nvariable "region" {}\n',
      "serverless.yml": "custom: { a: '${self:custom.b}', b: '${self:custom.a}' }\nprovider: { name: aws, region: '${self:custom.a}' }\n",
      "s.yaml": "edition: 3\nvars: { r: '${vars.r}' }\nresources: { a: { component: fc3, props: { region: '${vars.r}' } } }\n",
    });
    expect(destinations.map((each) => [each.path, each.territory])).toEqual([
      ["main.tf", null],
      ["s.yaml", null],
      ["serverless.yml", null],
    ]);
  });

  test("values that multiply at every reference are bounded", () => {
    const locals = Array.from({ length: 30 }, (_, i) => `l${i + 1} = "\${local.l${i}}\${local.l${i}}"`);
    read({ "main.tf": `locals {\n l0 = "x"\n ${locals.join("\n ")}\n}\nprovider "aws" { region = local.l30 }\n` });
  });

  test("a path that leads out of the tree stays inside", () => {
    const files = {
      "app/serverless.yml": "provider: { name: aws, region: '${file(../../../../etc/regions.yml):r}' }",
      "etc/regions.yml": "r: eu-west-1",
    };
    const { destinations } = read(files);
    expect(destinations.map((each) => each.trail.map((step) => step.path))).toEqual([
      ["app/serverless.yml", "app/serverless.yml", "etc/regions.yml"],
    ]);
    expect(
      read({ "app/docker-compose.yml": "services: { a: { build: ../../../.., image: r.acme.dev/a } }" }).destinations.map(
        (each) => each.scope,
      ),
    ).toEqual([["**"]]);
  });

  test("any bytes of any format: no throw, positions inside the file", () => {
    const paths = [
      "main.tf",
      "a.tfvars",
      "x.tf.json",
      "app.yaml",
      "serverless.yml",
      "fly.toml",
      "samconfig.toml",
      "Dockerfile",
      "values.yaml",
      "template.json",
      "docker-compose.yml",
      "Pulumi.x.yaml",
      "hosts.ini",
      "cloudbuild.yaml",
      "buildspec.yml",
      "terragrunt.hcl",
      "bin/a.ts",
      "main.bicep",
    ];
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '"',
        "${",
        "}",
        "{{",
        "}}",
        "[",
        "]",
        "{",
        "<<EOF\n",
        "&a ",
        "*a",
        "apiVersion: v1\nkind: x\n",
        "region = ",
        "region: ",
        "us-east-1",
        "image: a.io/b",
        "- ",
        "\n",
        "#",
        "AWSTemplateFormatVersion",
        "\u0000",
        "\r\n",
        'provider "aws" {\n',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.array(piece, { maxLength: 30 }), (path, pieces) => {
        const text = pieces.join("");
        const lines = text.split(/\r\n|\n|\r/).length;
        const { destinations, problems } = readDestinations(new Map([[path, text]]), place);
        expect(problems.filter((problem) => problem.code === "internal")).toEqual([]);
        for (const { line } of [...destinations, ...problems]) expect(line === null || (line >= 1 && line <= lines + 1)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  test("the parsers by themselves never throw", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        for (const parsed of [parseHcl("x", text), parseToml("x", text), parseYaml("x", text)])
          expect(Array.isArray(parsed.problems)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the pipeline", () => {
  const compose = "services:\n  a: { build: ., image: r.acme.dev/a }\n  b: { build: ., image: r.acme.dev/a }\n";

  test("says a destination of a file once, at its first line, and gives it an id that lines do not change", () => {
    const first = read({ "docker-compose.yml": compose }).destinations;
    const moved = read({ "docker-compose.yml": `# a comment\n${compose}` }).destinations;
    expect(first.map((each) => [each.line, each.host])).toEqual([[2, "r.acme.dev"]]);
    expect(moved.map((each) => [each.line, each.id])).toEqual([[3, first[0]?.id]]);
  });

  test("takes passwords out of what it shows", () => {
    const { destinations } = read({
      "main.tf": 'terraform {\n backend "http" {\n address = "https://user:hunter2@state.acme.dev/x?token=abc"\n }\n}\n',
    });
    expect(destinations.map((each) => each.value)).toEqual(["https://state.acme.dev/x?token=…"]);
  });

  test("knows its files by path alone", () => {
    expect(["main.tf", "k8s/a.yaml", "Dockerfile", "src/index.css", "README.md"].map(isDeployFile)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test("lists a format that is known and not read", () => {
    const { problems } = read({ Earthfile: "VERSION 0.8" });
    expect(problems.map((problem) => [problem.code, problem.path])).toEqual([["not-read", "Earthfile"]]);
  });
});
