locals {
  region_vars = read_terragrunt_config(find_in_parent_folders("region.hcl"))
  aws_region  = local.region_vars.locals.aws_region
}
remote_state {
  backend = "s3"
  config = {
    bucket = "state-${local.account}"
    region = local.region_vars.locals.aws_region
  }
}
