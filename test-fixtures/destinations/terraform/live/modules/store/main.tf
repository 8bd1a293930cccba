variable "zone" {}

resource "aws_ebs_volume" "disk" {
  availability_zone = var.zone
  size              = 10
}

data "aws_ami" "image" {
  region = "us-west-2"
}
