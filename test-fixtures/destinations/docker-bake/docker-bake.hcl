variable "REGISTRY" { default = "registry.cn-beijing.aliyuncs.com/acme" }
variable "TAG" {}
group "default" { targets = ["rank"] }
target "rank" {
  context = "rank"
  tags    = ["${REGISTRY}/rank:1", "acme/rank", "ghcr.io/acme/rank"]
  # tags  = ["old.azurecr.io/rank"]
}
