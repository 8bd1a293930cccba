terraform {
  backend "s3" {
    bucket = "state-of-acme"
    key    = "live"
    region = "eu-central-1"
  }
  # backend "gcs" { bucket = "old" }
}

provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "china"
  region = local.places["china"]
}

provider "alicloud" {
  region = var.open
}

module "store" {
  source = "./modules/store"
  zone   = "ap-east-1a"
}
