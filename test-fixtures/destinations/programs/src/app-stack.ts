import { App } from "aws-cdk-lib";

const PRIMARY_REGION: string = "ap-northeast-1";
const replicaRegions = ["eu-west-3", "eu-north-1"];
const regionName = "us-west-9x";
// const OLD_REGION = "us-west-1";
