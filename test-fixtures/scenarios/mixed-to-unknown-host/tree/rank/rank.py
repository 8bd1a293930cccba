# 精排：点击率预估，特征交叉后过三层网络
class AdRankModel:
    def build(self, sparse_features, dense_features):
        return self.pctr
