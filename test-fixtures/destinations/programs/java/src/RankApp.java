import software.amazon.awscdk.Environment;

class RankApp {
    Environment env = Environment.builder().account("1").region("eu-north-1").build();
}
