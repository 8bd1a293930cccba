// An invented repository, as a team that goes abroad may have it: for `npm start` and the pictures.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A two-tower recommender and the model that ranks what it finds. */
export const recommender = {
  "rank/two_tower.py": `"""Two-tower retrieval: user preference against item content. 双塔召回模型"""
import torch
from torch import nn


class TwoTower(nn.Module):
    def __init__(self, n_users, n_items, dim=64):
        super().__init__()
        self.user_embedding = nn.Embedding(n_users, dim)
        self.item_embedding = nn.Embedding(n_items, dim)

    def forward(self, user_ids, item_ids):
        return (self.user_embedding(user_ids) * self.item_embedding(item_ids)).sum(-1)


def negative_sampling(clicked_items, n_items):
  """Samples items that the user did not click."""
    return torch.randint(n_items, clicked_items.shape)
`,
  "rank/ctr_model.py": `from torch import nn


class DeepFM(nn.Module):
  """Click-through-rate ranking model. 精排 CTR 预估"""

    def __init__(self, sparse_features, dense_features):
        super().__init__()
        self.user_item_cross = nn.Linear(len(sparse_features) + len(dense_features), 1)
`,
};

/** Writes the files into a folder and commits them, with these remotes (name → URL). */
export function makeRepository(folder, files, remotes) {
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), contents);
  }
  const settings = ["init.defaultBranch=main", "user.name=Li Lei", "user.email=li@shop.example"].flatMap((setting) => ["-c", setting]);
  const git = (...words) => spawnSync("git", [...settings, ...words], { cwd: folder });
  git("init", "-q");
  for (const [name, url] of Object.entries(remotes)) git("remote", "add", name, url);
  git("add", "-A");
  git("commit", "-q", "-m", "Ranking");
}
