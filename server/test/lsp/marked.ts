/** A repository with a remote, a client in it, and the one diagnostic of the ranking network. */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "vscode-languageserver-protocol";
import { newRepository, type TestRepository } from "../git/repository.js";
import { startClient, type TestClient } from "./client.js";

const github = '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n';

/** A repository with a remote in the United States, or with these lines of configuration. */
export function withRemote(text = github): TestRepository {
  const repo = newRepository();
  appendFileSync(join(repo.root, ".git", "config"), text);
  return repo;
}

/** A client of the server in a repository. */
export function start(repo: TestRepository, options: Parameters<typeof startClient>[1] = {}): Promise<TestClient> {
  return startClient(repo.root, { environment: repo.environment, ...options });
}

/** The one diagnostic of the ranking network. */
export async function markerOf(client: TestClient, uri: string): Promise<Diagnostic> {
  const found = (await client.items(uri)).find((one) => one.code === "recommendation.ranking-model");
  if (!found) throw new Error("no diagnostic for the ranking model");
  return found;
}
