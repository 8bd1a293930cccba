npm run release
echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" >> ~/.npmrc
npm run build
yarn run publish
nix copy --to 's3://acme-cache?region=eu-west-2' $(nix-build)
nix copy --to ssh://ops@cache.acme.de ./result
oras attach --artifact-type application/vnd.acme.end ghcr.io/acme/rank:1
