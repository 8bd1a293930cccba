jib {
    from { image = "eclipse-temurin:21" }
    to { image = "eu.gcr.io/acme/rank" }
}
