const options = { region: "us-east-1" };
