import { execSync, spawnSync } from 'node:child_process'
const REGISTRY = 'registry.cn-shanghai.aliyuncs.com'
// execSync('npm publish')
await $`git push origin main`
execSync(`docker push ${REGISTRY}/acme/rank:1.0`)
spawnSync('npm', ['publish', '--registry', 'https://npm.acme.sg'])
console.log('run npm publish by hand')
execSync('rsync -a dist/ ' + target)
