import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'
const store = new S3Client({ region: process.env.REGION })
await store.send(new PutObjectCommand({ Bucket: process.env.BUCKET, Key: 'app.js' }))
