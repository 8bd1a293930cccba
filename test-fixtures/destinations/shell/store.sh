npm run release
echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" >> ~/.npmrc
npm run build
yarn run publish
nix copy --to 's3://acme-cache?region=eu-west-2' $(nix-build)
nix copy --to ssh://ops@cache.acme.de ./result
oras attach --artifact-type application/vnd.acme.end ghcr.io/acme/rank:1
kubectl set image deployment/rank rank=registry.cn-shanghai.aliyuncs.com/acme/rank:1 -n acme
kubectl set image deployment/proxy proxy=nginx:1
helm upgrade --install rank ./chart --set image.repository=harbor.acme.fr/rank,image.tag=1 --set replicas=2
ossutil config -e oss-ap-southeast-1.aliyuncs.com -i a -k b
aliyun oss cp dist oss://acme --region cn-chengdu
bcecmd bos sync dist bos:/acme
docker push registry.build.svc:5000/acme/rank
