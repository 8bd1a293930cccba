/** The built command line as others call it: words in; exit status, stdout and stderr out. */
import { spawnSync } from "node:child_process";
import { newRepository, type TestRepository } from "../git/repository.js";
import { builtProgram } from "../push/program.js";
import type { ScanReport } from "../../src/core/reports/report.js";

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
}

export type Run = (cwd: string, ...words: string[]) => Ran;

/** Builds the program once for a test file. The environment is bare: no locale, no colour, no home of the developer's. */
export function commandLine(): {
  readonly borderline: Run;
  readonly scan: (cwd: string, ...words: string[]) => ScanReport;
  /** The program's path, once it is built. */
  readonly cli: () => string;
} {
  const { cli } = builtProgram();
  const borderline: Run = (cwd, ...words) => {
    const begin = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli(), ...words], {
      cwd,
      env: { PATH: process.env["PATH"], HOME: cwd, GIT_CONFIG_NOSYSTEM: "1" },
      encoding: "utf8",
      timeout: 60_000,
      maxBuffer: 256 << 20,
    });
    return { status, out: stdout, err: stderr, seconds: (performance.now() - begin) / 1000 };
  };
  const scan = (cwd: string, ...words: string[]): ScanReport =>
    JSON.parse(borderline(cwd, "scan", "--no-cache", "--format", "json", ...words).out) as ScanReport;
  return { borderline, scan, cli };
}

/** A retrieval model: its wording is that of 086501X from 2020-08-28 on. */
export const twoTower = `"""Two-tower retrieval: user preference against item content."""
import torch
from torch import nn


class TwoTower(nn.Module):
    def __init__(self, n_users, n_items, dim=64):
        super().__init__()
        self.user_embedding = nn.Embedding(n_users, dim)
        self.item_embedding = nn.Embedding(n_items, dim)

    def forward(self, user_id, item_id):
        return (self.user_embedding(user_id) * self.item_embedding(item_id)).sum(-1)


def ctr_loss(click_logits, clicks):
    return nn.functional.binary_cross_entropy_with_logits(click_logits, clicks)
`;

/** A block cipher, which the lists of the United States and of the European Union name too. */
export const cipher = `static const unsigned char sbox[256] = {0x63,0x7c,0x77,0x7b,0xf2,0x6b,0x6f,0xc5,0x30,0x01,0x67,0x2b,0xfe,0xd7,0xab,0x76};
void KeyExpansion(unsigned char *w, const unsigned char *key);
void SubBytes(unsigned char s[16]); void ShiftRows(unsigned char s[16]); void MixColumns(unsigned char s[16]);
void AES_encrypt_block(unsigned char *in) { SubBytes(in); ShiftRows(in); MixColumns(in); }
`;

/** A repository that holds the model and can go to the United States and stay on the mainland. */
export function rankRepository(files: Readonly<Record<string, string>> = {}): TestRepository {
  const repo = newRepository();
  repo.commit({ "rank/two_tower.py": twoTower, ...files });
  repo.git("remote", "add", "origin", "https://github.com/acme/rank.git");
  repo.git("remote", "add", "home", "git@gitee.com:acme/rank.git");
  return repo;
}
