terragrunt = {
  terraform {
    extra_arguments "shared" {
      commands = ["plan", "apply"]
    }
  }
  remote_state {
    backend = "s3"
    config {
      region = "ap-southeast-1"
      bucket = "state-acme"
    }
  }
}
