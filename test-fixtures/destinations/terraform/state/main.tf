terraform {
  backend "gcs" {
    bucket = "acme-state"
  }
}
resource "google_storage_bucket" "state" {
  name     = "acme-state"
  location = "europe-west6"
}
