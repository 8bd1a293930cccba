import torch
from torch import nn


class Tower(nn.Module):
    """One side of the score: ids of a user or an item become a vector."""

    def __init__(self, n_users, n_items, dim):
        super().__init__()
        self.user = nn.Embedding(n_users, dim)
        self.item = nn.Embedding(n_items, dim)

    def forward(self, user_id, item_id):
        return (self.user(user_id) * self.item(item_id)).sum(-1)
