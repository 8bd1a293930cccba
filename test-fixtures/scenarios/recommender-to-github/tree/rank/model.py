"""CTR prediction from user behaviour sequences."""
import tensorflow as tf


class DeepInterestNetwork(tf.keras.Model):
    def __init__(self, user_embedding, item_embedding):
        super().__init__()
        self.din_attention = tf.keras.layers.Dense(64)
        self.click_through_rate = tf.keras.layers.Dense(1)

    def call(self, user_behavior_sequence, candidate_item):
        return self.click_through_rate(self.din_attention(user_behavior_sequence))
