const oss = require('ali-oss')
const bucket = 'acme'
const client = oss({
  bucket,
  endpoint: 'oss-cn-hangzhou.aliyuncs.com',
})
client.put('a', 'a')
