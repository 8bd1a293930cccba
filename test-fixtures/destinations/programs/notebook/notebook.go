package main

import "github.com/aws/aws-cdk-go/awscdk/v2"

func env() *awscdk.Environment {
	// return &awscdk.Environment{Region: jsii.String("us-west-1")}
	return &awscdk.Environment{Region: jsii.String("sa-east-1")}
}
