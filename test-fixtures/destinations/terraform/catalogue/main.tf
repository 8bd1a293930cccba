locals {
  regions = {
    a = "us-ashburn-1", b = "eu-frankfurt-1", c = "ap-tokyo-1", d = "ap-sydney-1", e = "uk-london-1", f = "eu-paris-1"
    g = "ap-mumbai-1", h = "ap-seoul-1", i = "sa-saopaulo-1", j = "ca-toronto-1", k = "me-dubai-1", l = "ap-osaka-1"
  }
  stages = { dev = "eu-zurich-1", live = "il-jerusalem-1" }
}
provider "oci" {
  region = lookup(local.regions, var.city)
}
provider "oci" {
  alias  = "staged"
  region = local.stages[terraform.workspace]
}
