publishTo := sonatypePublishToBundle.value
