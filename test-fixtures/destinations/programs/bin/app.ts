import * as cdk from "aws-cdk-lib";
// region: "us-west-1"
new Stack(app, "Live", { env: { account: "1", region: "ap-southeast-1" } });
new Stack(app, "Open", { env: { region: process.env.CDK_DEFAULT_REGION } });
