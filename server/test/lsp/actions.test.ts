/** What can be done about a diagnostic, as an editor asks for it and carries it out. */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DiagnosticSeverity, type CodeAction, type Range as LspRange } from "vscode-languageserver-protocol";
import { describe, expect, test } from "vitest";
import { ranking } from "./client.js";
import { markerOf, start, withRemote } from "./marked.js";

describe("code actions", () => {
  test("leaving a line out writes a comment of the language whose reason is still to be given; with a reason the evidence is gone", async () => {
    const repo = withRemote();
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    const actions = await client.actions(uri, await markerOf(client, uri));
    const ignore = actions.find((one) => one.edit?.changes?.[uri]?.[0]?.newText.includes("next-line"));
    expect(ignore?.edit?.changes?.[uri]).toEqual([
      {
        range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
        newText: "# borderline-ignore-next-line recommendation.ranking-model -- <why it is not that technology>\n",
      },
    ]);
    const withComment = (reason: string): string =>
      ranking.replace("class Deep", `# borderline-ignore-file recommendation.ranking-model -- ${reason}\nclass Deep`);
    for (const [version, none] of [
      [2, ""],
      [3, "<why it is not that technology>"],
      [4, "<不是该技术的理由>"],
    ] as const) {
      client.change(uri, version, withComment(none));
      const incomplete = await client.items(uri);
      expect(incomplete.map((one) => one.code)).toContain("suppression");
      expect(incomplete.find((one) => one.code === "recommendation.ranking-model")?.severity).toBe(DiagnosticSeverity.Warning);
    }
    client.change(uri, 5, withComment("a toy for a lecture"));
    expect(await markerOf(client, uri)).toMatchObject({ severity: DiagnosticSeverity.Hint });
  });

  test("a suppression that is not used, names no rule or is misspelt is told where it stands; one of the file only once its tree is known", async () => {
    const repo = withRemote();
    const client = await start(repo);
    const uri = client.open(
      "rank.py",
      "# borderline-ignore-file speech.synthesis -- why\n# borderline-ignore-next-line crypto.block-cipher -- why\nx = 1\n" +
        `# borderline-ignore-nextline recommendation.ranking-model -- why\n# borderline-ignore-next-line no.rule -- why\n${ranking}`,
    );
    const lines = async (): Promise<number[]> =>
      (await client.items(uri)).filter(({ code }) => code === "suppression").map(({ range }) => range.start.line);
    expect(await lines()).toEqual([1, 3, 4]);
    await client.execute("borderline.scanWorkspace");
    expect(await lines()).toEqual([0, 1, 3, 4]);
  });

  test("a file of nothing but broken suppressions is told a thousand of them", async () => {
    const client = await start(withRemote());
    const uri = client.open("rank.py", "# borderline-ignore-next-line\n".repeat(100_000));
    expect(await client.items(uri)).toHaveLength(1000);
  });

  test("what is asked about is the range: a client that has no diagnostics at the moment is answered all the same", async () => {
    const client = await start(withRemote());
    const uri = client.open("rank.py", ranking);
    const { range } = await markerOf(client, uri);
    const titles = async (at: LspRange): Promise<string[]> =>
      (
        await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
          textDocument: { uri },
          range: at,
          context: { diagnostics: [] },
        })
      ).map(({ title }) => title);
    expect(await titles({ start: range.end, end: range.end })).toContain("Request an approval (drafts a ledger entry)");
    expect(await titles({ start: { line: 0, character: 0 }, end: { line: 0, character: 3 } })).toEqual([]);
  });

  test("a client that asks at the beginning of a line and sends the line's diagnostics along is answered for these", async () => {
    const client = await start(withRemote());
    const uri = client.open("rank.py", ranking);
    const marker = await markerOf(client, uri);
    const at = { line: marker.range.start.line, character: 0 };
    expect(marker.range.start.character).toBeGreaterThan(0);
    const context = { diagnostics: [marker] };
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: at, end: at },
      context,
    });
    expect(actions.map(({ title }) => title)).toContain("Request an approval (drafts a ledger entry)");
  });

  test("a comment is written as the language writes it", async () => {
    const client = await start(withRemote());
    const uri = client.open(
      "rank.sql",
      "-- DeepFM CTR\nselect click_through_rate, ctr_logits, user_embedding, item_embedding from deepfm_ranking_model;\n",
      "sql",
    );
    const [first] = await client.items(uri);
    if (!first) return expect(await client.items(uri)).toEqual([]);
    const texts = (await client.actions(uri, first)).flatMap((one) => one.edit?.changes?.[uri]?.map((edit) => edit.newText) ?? []);
    expect(texts.every((text) => text.startsWith("-- borderline-ignore-"))).toBe(true);
  });

  test("comments are those of the language, by its identifier or the file's ending", async () => {
    const client = await start(withRemote());
    const written = async (name: string, language: string): Promise<string | undefined> => {
      const uri = client.open(name, "sub_bytes shift_rows mix_columns add_round_key aes_key_expansion inv_mix_columns\n", language);
      const [first] = await client.items(uri);
      const actions = first === undefined ? [] : await client.actions(uri, first);
      return actions.flatMap(({ edit }) => edit?.changes?.[uri] ?? [])[0]?.newText.replace(/borderline-.*?(?=( \*\))?\n)/, "…");
    };
    expect(await written("a.f90", "FortranFreeForm")).toBe("! …\n");
    expect(await written("b.f90", "plaintext")).toBe("! …\n");
    expect(await written("c.ml", "ocaml")).toBe("(* … *)\n");
    expect(await written("d.ml", "")).toBe("(* … *)\n");
    expect(await written("e.erl", "")).toBe("% …\n");
    expect(await written("f.vb", "vb")).toBe("' …\n");
  });

  test("a request drafts a ledger entry that only asks", async () => {
    const repo = withRemote();
    appendFileSync(join(repo.root, ".git", "config"), "[user]\n\tname = Li Lei\n");
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    const marker = await markerOf(client, uri);
    await client.execute("borderline.requestApproval", { uri, marker: marker.data as string });
    const [edit] = client.edits;
    const [file, changes] = Object.entries(edit?.changes ?? {})[0] ?? [];
    expect(file).toBe(pathToFileURL(join(repo.root, ".borderline/approvals.yaml")).href);
    const text = changes?.map((one) => one.newText).join("") ?? "";
    for (const line of [
      "kind: licence",
      "status: requested",
      "- CN:086501X/personalised-push",
      "- rank.py",
      "- github.com/acme/shop",
      "requestedBy: Li Lei",
    ])
      expect(text).toContain(line);
    expect(text).not.toContain("approvedBy");
  });

  test("a place is written into the policy with its territory left to the person", async () => {
    const repo = withRemote('[remote "origin"]\n\turl = https://git.unknown-host.example/acme/shop.git\n');
    repo.write(".borderline.yaml", "home: CN\n");
    const client = await start(repo);
    const uri = client.open("rank.py", ranking);
    const actions = await client.actions(uri, await markerOf(client, uri));
    const place = actions.find((one) => one.command?.command === "borderline.setPlace");
    await client.execute("borderline.setPlace", place?.command?.arguments?.[0]);
    const changes = client.edits[0]?.changes?.[pathToFileURL(join(repo.root, ".borderline.yaml")).href];
    expect(changes?.map((one) => one.newText).join("")).toBe('places:\n  - { host: "git.unknown-host.example", territory:  }\n');
  });

  test("no place is offered for a cloud's region: the policy places hosts and folders", async () => {
    const repo = withRemote();
    repo.write("rank.py", ranking);
    const region = 'variable "region" {\n  default = "ap-southeast-1"\n}\nprovider "aws" {\n  region = var.region\n}\n';
    repo.write("main.tf", region);
    const client = await start(repo);
    await client.execute("borderline.scanWorkspace");
    const uri = client.open("main.tf", region, "terraform");
    const way = (await client.items(uri)).find((one) => one.code === "destination");
    if (way === undefined) throw new Error("the region is a way out");
    expect((await client.actions(uri, way)).map((one) => one.command?.command)).not.toContain("borderline.setPlace");
    const said = await client.execute("borderline.setPlace", { uri, destination: way.data as string, territory: "CN" });
    expect([said, client.edits]).toEqual(["This way out names no host and no folder that the policy could place.", []]);
  });

  test("the hook can be installed and taken away", async () => {
    const repo = withRemote();
    const client = await start(repo);
    expect(await client.execute("borderline.installHook")).toContain("pre-push");
    expect(readFileSync(join(repo.root, ".git/hooks/pre-push"), "utf8")).toContain("borderline");
    await client.execute("borderline.removeHook");
    expect(() => readFileSync(join(repo.root, ".git/hooks/pre-push"))).toThrow();
  });

  test("an untrusted workspace runs and writes nothing", async () => {
    const repo = withRemote();
    const client = await start(repo, { initialization: { trusted: false } });
    expect(await client.execute("borderline.installHook")).toBe("Not in an untrusted workspace");
    const uri = client.open("rank.py", ranking);
    const found = await markerOf(client, uri);
    expect(found.severity).toBe(DiagnosticSeverity.Warning);
    const offered = (await client.actions(uri, found)).map((one) => one.command?.command ?? one.title);
    expect(offered).toHaveLength(3);
    expect(offered.at(-1)).toBe("borderline.explain");
    expect(await client.execute("borderline.requestApproval", { uri, marker: found.data as unknown })).toBe(
      "Not in an untrusted workspace",
    );
    expect(client.edits).toEqual([]);
  });
});
