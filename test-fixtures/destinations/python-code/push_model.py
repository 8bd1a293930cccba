from transformers import AutoModel
import boto3, oss2

model = AutoModel.from_pretrained("third/party")
# model.push_to_hub("acme/comment")
model.push_to_hub("acme/rank")
s3 = boto3.client("s3", region_name="us-east-2")
bucket = oss2.Bucket(auth, "https://oss-cn-hangzhou.aliyuncs.com", "acme")
bucket.put_object_from_file("rank.bin", "rank.bin")
