// const client = new OSS({ region: 'oss-us-west-1', bucket: 'old-site' })
const OSS = require('ali-oss')
const client = new OSS({
  accessKeyId: process.env.KEY,
  region: 'oss-cn-shenzhen',
  bucket: 'acme-site',
})
client.put('index.html', 'dist/index.html')
