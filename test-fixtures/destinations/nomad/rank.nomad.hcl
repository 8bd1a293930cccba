job "rank" {
  region      = "eu"
  datacenters = ["dc1"]
  group "g" {
    task "t" {
      driver = "docker"
      config { image = "acme.azurecr.cn/rank:${var.tag}" }
    }
    task "cache" {
      config { image = "redis:7" } # acme.azurecr.io/old
    }
  }
}
