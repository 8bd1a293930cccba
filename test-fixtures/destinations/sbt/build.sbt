// publishTo := Some("old" at "https://nexus.former.example.com/x")
ThisBuild / publishTo := {
  val nexus = "https://nexus.acme.cn/"
  if (isSnapshot.value) Some("snapshots" at nexus + "snapshots")
  else Some("releases" at "https://maven.acme.sg/releases")
}

homepage := Some(url("https://www.acme.cn"))
Docker / dockerRepository := Some("registry.cn-hangzhou.aliyuncs.com/acme")
dockerRepository in Docker := sys.env.get("REGISTRY")
