resource "google_cloud_run_service" "api" {
  location = "asia-east2"
  image    = "asia-east2-docker.pkg.dev/${var.project}/app/api:${var.tag}"
}

resource "kubernetes_deployment" "cache" {
  image = "redis:7"
}

terraform {
  cloud {
    organization = "acme"
  }
}
