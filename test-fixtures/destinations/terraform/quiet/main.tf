provider "tencentcloud" {}

resource "aws_route53_record" "www" {
  zone_id = "Z1234567890"
  name    = "www"
}
