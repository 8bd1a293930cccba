publishTo := sonatypePublishToBundle.value
docker / imageNames := Seq(ImageName(s"acme/rank:${version.value}"))
