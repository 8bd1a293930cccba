variable "region" {
  type    = string
  default = "us-east-1" // not ap-southeast-2
}

variable "open" {}

/* variable "old_region" { default = "sa-east-1" } */
locals {
  places = { china = "cn-north-1", short = "cnn1" }
}
