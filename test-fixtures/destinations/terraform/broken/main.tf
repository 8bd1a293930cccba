provider "google" {
  project = = "x"
  region  = "europe-west4"
}
