import pulumi_gcp as gcp
# location="us-central1"
bucket = gcp.storage.Bucket("b", location="ASIA")
run = gcp.cloudrun.Service("r", location="europe-west6")
