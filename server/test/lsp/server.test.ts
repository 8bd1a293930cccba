/** The language server as an editor meets it: over stdio, in real repositories. Expected levels follow the judgement's constraints. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver-protocol";
import { describe, expect, test } from "vitest";
import { newRepository } from "../git/repository.js";
import { ranking, until } from "./client.js";
import { markerOf, start, withRemote } from "./marked.js";

function said({ message }: Diagnostic): string {
  return typeof message === "string" ? message : message.value;
}

describe("diagnostics", () => {
  test("a marker bound overseas is a warning that points to the line of the remote", async () => {
    const repo = withRemote();
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    const found = await markerOf(client, uri);
    expect(found).toMatchObject({ severity: DiagnosticSeverity.Warning, source: "borderline", range: { start: { line: 2 } } });
    expect(found.message).toContain("086501X");
    expect(found.message).toContain("origin: United States");
    expect(typeof found.data).toBe("string");
    expect(found.relatedInformation?.map(({ location }) => location)).toEqual([
      {
        uri: pathToFileURL(join(repo.root, ".git/config")).href,
        range: { start: { line: 6, character: 0 }, end: { line: 6, character: 0 } },
      },
    ]);
  });

  test("where the client pulls, nothing is pushed for what is open; the same text is answered as unchanged", async () => {
    const repo = withRemote();
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    const first = await client.pull(uri);
    expect(first.kind).toBe("full");
    expect((await client.pull(uri, first.resultId)).kind).toBe("unchanged");
    expect([...client.pushed.keys()]).toEqual([]);
  });

  test("where the client cannot pull, diagnostics are pushed with the version of the text", async () => {
    const repo = withRemote();
    const client = await start(repo, { pull: false });
    const uri = client.open("rank.py", ranking);
    const first = await until(() => client.pushed.get(uri));
    expect(first).toMatchObject({ version: 1 });
    expect(first.diagnostics.map((one) => one.code)).toContain("recommendation.ranking-model");
    client.change(uri, 2, "x = 1\n");
    await until(() => client.pushed.get(uri)?.version === 2);
    expect(client.pushed.get(uri)?.diagnostics).toEqual([]);
    expect(client.server.capabilities.diagnosticProvider).toBe(undefined);
  });

  test("unsaved text counts", async () => {
    const repo = withRemote();
    repo.write("rank.py", ranking);
    const client = await start(repo);
    const uri = client.open("rank.py", "x = 1\n");
    expect(await client.items(uri)).toEqual([]);
    client.change(uri, 2, ranking);
    expect((await client.items(uri)).map((one) => one.code)).toContain("recommendation.ranking-model");
  });

  test("a remote that is added turns notes into warnings without an edit", async () => {
    const repo = newRepository();
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    expect((await markerOf(client, uri)).severity).toBe(DiagnosticSeverity.Information);
    repo.git("remote", "add", "mirror", "https://github.com/acme/mirror.git");
    const after = await until(async () => said(await markerOf(client, uri)).includes("mirror") && (await markerOf(client, uri)));
    expect(after.severity).toBe(DiagnosticSeverity.Warning);
    // The client is asked to look again; a pull of its own may have come first.
    expect(await until(() => client.refreshes() > 0)).toBe(true);
    expect(after.message).toContain("mirror: United States");
  });

  test("the user's own git configuration counts at once, and so does what it includes", async () => {
    const repo = withRemote();
    writeFileSync(join(repo.home, ".gitconfig"), "[include]\n\tpath = work/rewrites\n");
    mkdirSync(join(repo.home, "work"));
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    expect(said(await markerOf(client, uri))).toContain("origin: United States");
    writeFileSync(join(repo.home, "work/rewrites"), '[url "https://gitee.com/"]\n\tinsteadOf = https://github.com/\n');
    await until(async () => said(await markerOf(client, uri)).includes("leaves the home territory"));
    writeFileSync(join(repo.home, ".gitconfig"), '[url "https://gitlab.com/"]\n\tpushInsteadOf = https://github.com/\n');
    await until(async () => said(await markerOf(client, uri)).includes("United States"));
  });

  test("what lies at the remote unchanged is a note; an edit of it is not", async () => {
    const repo = withRemote();
    repo.commit({ "rank.py": ranking });
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD");
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    const there = await markerOf(client, uri);
    expect(there.severity).toBe(DiagnosticSeverity.Information);
    expect(there.message).toContain("already there, unchanged");
    const told = await client.hover(uri, there.range.start.line, there.range.start.character);
    expect(told).toContain("keep things as they are and contact export compliance.");
    client.change(uri, 2, `${ranking}# more\n`);
    expect((await markerOf(client, uri)).severity).toBe(DiagnosticSeverity.Warning);
  });

  test("no way out: said as that, and a note", async () => {
    const client = await start(newRepository());
    const uri = client.open("rank.py", ranking);
    const found = await markerOf(client, uri);
    expect(found.severity).toBe(DiagnosticSeverity.Information);
    expect(found.message).toContain("No way out of this tree is known.");
  });

  test("both languages, by the editor's locale", async () => {
    const client = await start(withRemote(), { locale: "zh-cn" });
    const uri = client.open("rank.py", ranking);
    const found = await markerOf(client, uri);
    expect(found.message).toContain("的表述相近");
    expect(found.message).toContain("origin：美国");
    expect(found.source).toBe("borderline");
  });

  test("a file outside the workspace and text that is no program do not stop the server", async () => {
    const client = await start(withRemote());
    const outside = client.open("../elsewhere/rank.py", ranking);
    const odd = client.open("odd.bin", `\u0000\ud800${"x".repeat(100_000)}\u2028`);
    expect((await client.items(outside)).map((one) => one.code)).toContain("recommendation.ranking-model");
    expect(await client.items(odd)).toEqual([]);
  });
});

describe("a client that says little", () => {
  test("each diagnostic names the page of its rule: the client's own, else the documentation beside the program", async () => {
    const repo = withRemote();
    const plain = await start(repo);
    const found = await markerOf(plain, plain.open("rank.py", ranking));
    const href = found.codeDescription?.href ?? "";
    expect(href).toMatch(/^file:.*\/docs\/rules\.md#recommendationranking-model$/);
    expect(readFileSync(fileURLToPath(href.replace(/#.*/, "")), "utf8")).toContain("\n### recommendation.ranking-model\n");
    const own = await start(repo, { initialization: { rulePage: "editor://rule/{rule}" } });
    const other = await markerOf(own, own.open("rank.py", ranking));
    expect(other.codeDescription?.href).toBe("editor://rule/recommendation.ranking-model");
  });

  test("a request without its words is answered, not failed", async () => {
    const client = await start(withRemote());
    for (const words of [undefined, {}, { id: 7 }])
      expect(await client.connection.sendRequest("borderline/explain", words)).toMatchObject({ title: "" });
  });
});

describe("hover", () => {
  test("a marker: evidence, item with its verification, the way out, whom to call", async () => {
    const repo = withRemote();
    repo.write(".borderline.yaml", "home: CN\ncontact:\n  - { role: Export compliance, channel: trade@acme.example }\n");
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    const text = await client.hover(uri, 2, 8);
    for (const part of [
      "names a ranking network in code",
      "086501X",
      "law-firm article",
      "United States",
      "`Export compliance, trade@acme.example`",
    ])
      expect(text).toContain(part);
    expect(text).toContain("For reference only, not legal advice");
  });

  test("086501X is nowhere explained without its breadth, and an unnamed contact is a sentence", async () => {
    const repo = withRemote();
    const en = await start(repo);
    const text = await en.hover(en.open("rank.py", ranking), 2, 8);
    for (const part of ["The wording is broad and known filings are few", "no contact is named: `contact:` in the policy"])
      expect(text).toContain(part);
    const zh = await start(repo, { locale: "zh-cn" });
    expect(await zh.hover(zh.open("rank.py", ranking), 2, 8)).not.toMatch(/[\u4e00-\u9fff]: |, \*|; \*/);
  });

  test("a line of git's configuration: territory and trail", async () => {
    const repo = withRemote();
    const client = await start(repo);
    const uri = client.open(".git/config", readFileSync(join(repo.root, ".git/config"), "utf8"), "properties");
    expect(await client.hover(uri, 6, 3)).toContain("**United States**");
    expect(await client.hover(uri, 0, 0)).toBe("");
  });
});

describe("own files", () => {
  test("the policy's problems stand where they are, before it is saved; the policy that holds follows", async () => {
    const repo = withRemote();
    const client = await start(repo);
    const policy = client.open(".borderline.yaml", "home: CN\nhomes: SG\n", "yaml");
    const [problem] = await client.items(policy);
    expect(problem).toMatchObject({ severity: DiagnosticSeverity.Error, code: "unknown-key", range: { start: { line: 1, character: 0 } } });
    expect(await client.hover(policy, 0, 1)).toContain("Where this code is made");
  });

  test("completion knows keys, territories and rules", async () => {
    const client = await start(withRemote());
    const uri = client.open(
      ".borderline.yaml",
      "home: \nplaces:\n  - { host: a.example, territory: SG }\nrules:\n  \nunknownPlaces: \n",
      "yaml",
    );
    const at = async (line: number, character: number): Promise<readonly string[]> => {
      const items = await client.connection.sendRequest<{ label: string }[]>("textDocument/completion", {
        textDocument: { uri },
        position: { line, character },
      });
      return items.map((item) => item.label);
    };
    expect(await at(0, 6)).toContain("HK");
    expect(await at(4, 2)).toEqual(["off", "files", "items"]);
    expect(await at(5, 15)).toEqual(["warn", "overseas", "home"]);
  });

  test("a rule file is checked as it is written", async () => {
    const client = await start(newRepository());
    const uri = client.open("rules/markers/speech/mine.yaml", "id: speech.mine\nfamily: spech\n", "yaml");
    expect((await client.items(uri)).map((one) => one.code)).toContain("unknown-value");
  });

  test("a policy that is saved changes the level without an edit of the program", async () => {
    const repo = withRemote('[remote "origin"]\n\turl = https://git.corp.example/acme/shop.git\n');
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    await markerOf(client, uri);
    writeFileSync(join(repo.root, ".borderline.yaml"), "home: CN\nplaces:\n  - { host: git.corp.example, territory: SG }\n");
    const after = await until(async () => said(await markerOf(client, uri)).includes("Singapore") && (await markerOf(client, uri)));
    expect(after.message).toContain("origin: Singapore");
    // The client is asked to look again; a pull of its own may have come first.
    expect(await until(() => client.refreshes() > 0)).toBe(true);
  });
});

describe("the whole workspace", () => {
  const workflow =
    "on: push\njobs:\n  d:\n    runs-on: ubuntu-latest\n    steps:\n      - run: aws s3 cp model.bin s3://acme-eu/ --region eu-central-1\n";

  test("deploy files are found without being asked for", async () => {
    const repo = newRepository();
    mkdirSync(join(repo.root, ".github/workflows"), { recursive: true });
    repo.write(".github/workflows/deploy.yml", workflow);
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    await until(async () => said(await markerOf(client, uri)).includes("Germany"));
    await until(() => client.refreshes() > 0);
  });

  test("a scan says what it found, shows files that are not open, and gives each file its tree", async () => {
    const repo = withRemote();
    repo.commit({ "rank/model.py": ranking, "rank/other.py": ranking, "readme.md": "nothing\n" });
    const client = await start(repo);
    expect(await client.execute("borderline.scanWorkspace")).toMatch(/^3 files scanned; something is open in 2: \d+ warnings/);
    const closed = pathToFileURL(join(repo.root, "rank/other.py")).href;
    await until(() => client.pushed.has(closed));
    expect(client.pushed.get(closed)?.diagnostics.map((one) => one.code)).toContain("recommendation.ranking-model");
    const open = client.open("rank/other.py", ranking);
    await until(() => client.pushed.get(open)?.diagnostics.length === 0);
    expect(await client.hover(open, 2, 8)).not.toContain("This file only");
    const config = client.open(".git/config", readFileSync(join(repo.root, ".git/config"), "utf8"), "properties");
    const [back] = await client.items(config);
    expect(back).toMatchObject({ code: "destination", severity: DiagnosticSeverity.Information });
    expect(back?.relatedInformation?.map(({ location }) => location.uri)).toContain(closed);
  });

  test("a scan can be stopped, and says how far it came", async () => {
    const repo = withRemote();
    for (let i = 0; i < 3000; i++) repo.write(`src/d${i % 50}/f${i}.py`, `x = ${i}\n${ranking}`);
    const client = await start(repo, { progress: true });
    client.connection.onNotification("$/progress", ({ token, value }: { token: string; value: { kind: string } }) => {
      if (value.kind === "begin") void client.connection.sendNotification("window/workDoneProgress/cancel", { token });
    });
    expect(await client.execute("borderline.scanWorkspace")).toMatch(/^cancelled, \d+ of \d+ files checked$/);
  });

  test("trees and the report are plain values in the reader's language", async () => {
    const repo = withRemote();
    repo.commit({ "rank/model.py": ranking });
    const client = await start(repo);
    await client.execute("borderline.scanWorkspace");
    const view = (name: string): Promise<{ label: string; description?: string; children?: { label: string }[] }[]> =>
      client.connection.sendRequest("borderline/view", { view: name });
    expect((await view("item")).map((node) => node.label).join()).toContain("086501X");
    expect((await view("destination"))[0]).toMatchObject({ label: "origin", description: "United States · push · github.com/acme/shop" });
    expect((await view("destinations"))[0]?.label).toBe("United States");
    expect(await view("approvals")).toEqual([]);
    const report: { html: string } = await client.connection.sendRequest("borderline/report", {});
    expect(report.html).toContain("Content-Security-Policy");
    const explained: { text: string } = await client.connection.sendRequest("borderline/explain", { id: "086501X" });
    expect(explained.text).toContain("086501X");
  });

  test("what a push would send is judged without pushing", async () => {
    const repo = withRemote();
    repo.commit({ "rank/model.py": ranking });
    const client = await start(repo);
    expect(await client.execute("borderline.scanPush")).toMatch(
      /^A push to origin \(github\.com\/acme\/shop\), United States: look at this \(\d+ warnings\); rank\/model\.py:3 may fall under 086501X .*Nothing was sent\.$/,
    );
  });
});
