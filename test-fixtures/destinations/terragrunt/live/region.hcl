# us-east-1 before
locals {
  aws_region = "eu-north-1"
}
