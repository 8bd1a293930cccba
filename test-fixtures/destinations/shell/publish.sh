#!/bin/bash
set -e
REMOTE=${REMOTE:-deploy@47.100.20.30}
EMPTY=
REGIONS="cn-north-1 us-west-2"

push_to() {
  git remote add "$1" "$2" || true
  git push --mirror "$1"
}

push_to backup https://token:x@gitlab.com/acme/rank.git
if [ "$1" = eu ]; then BUCKET=oss://models-eu; else BUCKET=oss://models-cn; fi
ossutil cp -r model.bin "$BUCKET/v1/" -e oss-eu-central-1.aliyuncs.com
for region in $REGIONS; do
  aws --region "$region" ecr get-login-password | docker login --password-stdin x
done
rsync -az --delete dist/ "$REMOTE:/srv/www"
scp "$REMOTE:/var/log/app.log" .
scp a.tar $EMPTY$NOWHERE:/tmp
cat <<'DOC' > notes.txt
docker push docker.io/acme/in-a-document
DOC
# huggingface-cli upload acme/comment .
hf upload acme/rank ./model && gsutil cp gs://public/data.csv ./data
echo "docker push docker.io/acme/in-a-text"
git push origin main
git clone git@gitee.com:acme/docs.git && cd docs
git push origin main
ssh -T git@github.com
