source "amazon-ebs" "base" {
  region      = "eu-west-1"
  ami_regions = ["ap-southeast-4"]
}
