/** Command lines: what sends, what only looks as if it did, and text that is meant to hurt the reader. */
import { describe, expect, test } from "vitest";
import { Finds } from "../../src/core/destinations/commands/finding.js";
import { runScript } from "../../src/core/destinations/commands/run.js";
import { newSession } from "../../src/core/destinations/commands/session.js";

/** What a script sends, each as `host`, `cloud:region` or `?name`. */
function sent(script: string, variables: Readonly<Record<string, string>> = {}): string[] {
  const finds = new Finds("script.sh");
  runScript(newSession(finds), { text: script, line: 1 }, (name) => {
    const text = variables[name];
    return text === undefined ? undefined : [{ text, missing: null, trail: [] }];
  });
  return finds.all.map((each) => each.host ?? (each.unresolved === undefined ? `${each.cloud}:${each.region}` : `?${each.unresolved}`));
}

describe("commands that send", () => {
  test.each([
    ["docker push acme/rank:1", ["docker.io"]],
    ["docker buildx build --push -t ghcr.io/acme/a -t quay.io/acme/a .", ["ghcr.io", "quay.io"]],
    ["docker buildx build -o type=registry -t ghcr.io/acme/a .", ["ghcr.io"]],
    ["skopeo copy docker://quay.io/third/x docker://registry.cn-beijing.aliyuncs.com/acme/x", ["registry.cn-beijing.aliyuncs.com"]],
    ["crane copy gcr.io/third/x ccr.ccs.tencentyun.com/acme/x", ["ccr.ccs.tencentyun.com"]],
    ["oras push localhost:5000/x f; oras push harbor.acme.cn/x f", ["harbor.acme.cn"]],
    ["helm repo add own https://charts.acme.cn\nhelm cm-push rank.tgz own", ["charts.acme.cn"]],
    ["helm push rank.tgz oci://public.ecr.aws/acme", ["public.ecr.aws"]],
    ["git remote add backup git@gitlab.com:acme/rank.git && git push backup main", ["gitlab.com"]],
    ["git push https://gitee.com/acme/rank.git --all", ["gitee.com"]],
    ["sudo -E rsync -av dist/ ops@deploy.acme.cn:/srv", ["deploy.acme.cn"]],
    ["sftp -P 22 u@203.0.113.5 <<< 'put x'", ["203.0.113.5"]],
    ["curl -u a:b --upload-file a.jar https://nexus.acme.cn/repository/raw/a.jar", ["nexus.acme.cn"]],
    ['curl -d "`printenv`" https://collect.acme.sg/x', ["collect.acme.sg"]],
    ["AWS_REGION=eu-west-1 aws s3 sync . s3://acme", ["aws:eu-west-1"]],
    ["aws s3 sync . s3://acme", ["?region of acme"]],
    ["aws s3 sync . s3://acme --endpoint-url https://obs.cn-north-4.myhuaweicloud.com", ["obs.cn-north-4.myhuaweicloud.com"]],
    ["gcloud run deploy rank --region=asia-east2", ["gcp:asia-east2"]],
    ["az webapp up --location 'West Europe' -n x", ["azure:westeurope"]],
    ["aliyun oss cp a oss://acme/ -e oss-cn-hangzhou.aliyuncs.com", ["oss-cn-hangzhou.aliyuncs.com"]],
    ["coscmd config -r ap-hongkong -b acme\ncoscmd upload a /", ["tencent:ap-hongkong"]],
    ["mc alias set own https://minio.acme.cn k s\nmc mirror d own/bucket", ["minio.acme.cn"]],
    ["npm publish --registry https://npm.acme.cn", ["npm.acme.cn"]],
    ["npm config set registry https://npm.acme.cn\nyarn publish", ["npm.acme.cn"]],
    ["python -m twine upload -r testpypi dist/*", ["test.pypi.org"]],
    ["poetry config repositories.own https://pypi.acme.cn\npoetry publish -r own", ["pypi.acme.cn"]],
    ["cargo publish --token x", ["crates.io"]],
    ["mvn -B deploy -DaltDeploymentRepository=own::default::https://nexus.acme.cn/x", ["nexus.acme.cn"]],
    ["HF_ENDPOINT=https://hub.acme.cn huggingface-cli upload acme/m .", ["hub.acme.cn"]],
    ["modelscope upload acme/m . && ollama push acme/m", ["modelscope.cn", "ollama.com"]],
    ["npx wrangler pages deploy dist", ["cloudflare.com"]],
    ["flyctl deploy --region hkg", ["flyio:hkg"]],
    ["mvn sonar:sonar -Dsonar.host.url=http://198.51.100.7:9000", ["198.51.100.7"]],
    ["bash -c 'docker push quay.io/acme/x'", ["quay.io"]],
    ['push() { docker push "$1/$2"; }\npush quay.io/acme a', ["quay.io"]],
    ["for r in quay.io ghcr.io; do docker push $r/acme/x; done", ["quay.io", "ghcr.io"]],
    ['docker push "$(echo GHCR.io/Acme/x | tr A-Z a-z)"', ["ghcr.io"]],
    ["docker push ${REG:-harbor.acme.cn}/x", ["harbor.acme.cn"]],
    ["docker push $REG/x", ["?REG"]],
    ["docker push $DOCKER_USERNAME/x", ["docker.io"]],
    ["$(which docker) push quay.io/acme/x", ["quay.io"]],
    ["docker login quay.io\ndocker compose build --push", ["quay.io"]],
    ["docker -H ssh://root@box.acme.sg stack deploy -c app.yml rank", ["box.acme.sg"]],
    ["tools/retry.sh eval snapcraft upload --release=edge rank.snap", ["snapcraft.io"]],
    ["find dist -type f -exec curl -T {} ftp://files.acme.jp/in/ \\;", ["files.acme.jp"]],
    ["git push oschina --all", ["?git remote oschina"]],
    ["make push IMAGE_REGISTRY=us-central1-docker.pkg.dev/acme/x", ["us-central1-docker.pkg.dev"]],
    ["qshell qupload2 --src-dir=dist --bucket=site", ["?region of the Qiniu bucket"]],
    ["docker buildx imagetools create $(jq -r .tags <<< \"$META\") $(printf 'ghcr.io/acme/x@sha256:%s ' *)", ["ghcr.io"]],
    ["docker login quay.io\ndocker buildx imagetools create $(tags) $(printf '${{ env.X }}@sha256:%s ' *)", ["quay.io"]],
    ["./ci/tagAndPush.sh quay.io acme/gateway", ["quay.io"]],
    ["docker login -u a\nmake docker-publish\nmake docker-publish DOCKER_REPO=quay.io/acme", ["docker.io", "quay.io"]],
    ["C='sudo docker'\n$C push quay.io/acme/x", ["quay.io"]],
    ["earthly --strict --push +promote --REPO=ghcr.io/acme/x --TAG=1", ["ghcr.io"]],
    ['echo "AWS_DEFAULT_REGION=us-west-2" >> $GITHUB_ENV', ["aws:us-west-2"]],
    ["./mvnw verify jib:build -Dimage=acme/rank", ["docker.io"]],
    ["sshpass -p x scp -r dist root@203.0.113.9:/srv", ["203.0.113.9"]],
    ["ncftpput -R -u u -p p ftp.acme.cn / dist", ["ftp.acme.cn"]],
    ['CMD="$HERE/ossutil32 cp -r dist $OSS_DIR --endpoint oss-cn-beijing.aliyuncs.com"\neval $CMD', ["oss-cn-beijing.aliyuncs.com"]],
    ["az aks create -l eastus -n x; az aks get-credentials -n x", ["azure:eastus"]],
    ["az aks get-credentials -n x", ["?AZURE_LOCATION"]],
    ["mega-put -c rank.7z /models", ["mega.nz"]],
    ["docker push $ACCOUNT.dkr.ecr.us-west-2.amazonaws.com/x", ["*.dkr.ecr.us-west-2.amazonaws.com"]],
    ["docker push swr.cn-north-4.myhuaweicloud.com/your_organization/x", ["swr.cn-north-4.myhuaweicloud.com"]],
    ["docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/my-repo", ["123456789012.dkr.ecr.eu-west-1.amazonaws.com"]],
    ["docker login -u a -p b ccr.ccs.tencentyun.com\ndocker push $REGISTRY/acme/x", ["ccr.ccs.tencentyun.com"]],
    ["docker login quay.io\ndocker login ghcr.io\ndocker push $REGISTRY/acme/x", ["?REGISTRY"]],
    [
      'args=()\nwhile read -r t; do\n  args+=(--tag "ghcr.io/acme/x:$t")\n  args+=(--tag "quay.io/acme/x:$t")\ndone\ndocker buildx build "${args[@]}" --push .',
      ["ghcr.io", "quay.io"],
    ],
    ['TAGS=""\nfor t in 1; do TAGS="$TAGS -t ghcr.io/acme/x:$t"; done\ndocker buildx build --push $TAGS .', ["ghcr.io"]],
    ["if [ $CI ]; then OUT=--push; else OUT=--load; fi\ndocker buildx build $OUT -t acme/x .", ["docker.io"]],
    ["BACKUP_REPO=$2\ngit push --all -f -u $BACKUP_REPO", ["?2"]],
  ])("%s", (script, places) => {
    expect(sent(script)).toEqual(places);
  });

  test("a variable from outside decides, and its trail says so", () => {
    expect(sent("scp a $TARGET:/srv", { TARGET: "root@deploy.acme.jp" })).toEqual(["deploy.acme.jp"]);
  });
});

describe("commands that send nothing", () => {
  test.each([
    "docker pull ghcr.io/third/x; docker run quay.io/third/y; docker login ghcr.io",
    "docker tag registry.cn-hangzhou.aliyuncs.com/google_containers/pause k8s.gcr.io/pause",
    "docker build -t acme/local .",
    "scp ops@203.0.113.5:/var/log/x .",
    "rsync -a ops@203.0.113.5:/srv/ ./backup",
    "aws s3 cp s3://acme/x .; gsutil cp gs://public/x .; aws ec2 describe-regions --region eu-west-1",
    "git push; git push origin main; git push --dry-run https://gitlab.com/a/b; git fetch https://gitlab.com/a/b",
    "git remote add upstream https://gitlab.com/third/x.git && git fetch upstream",
    "npm publish --dry-run; npm install; npm run publish",
    "echo docker push quay.io/acme/x",
    "# docker push quay.io/acme/x",
    "cat <<EOF\ndocker push quay.io/acme/x\nEOF",
    "ssh -T git@github.com; ssh-keyscan gitlab.com >> known_hosts",
    'curl -d \'{"text": "built"}\' https://hooks.acme.cn; curl -d @body.json https://hooks.acme.cn; curl -O https://files.acme.cn/x',
    "pip config set global.index-url https://pypi.tuna.tsinghua.edu.cn/simple",
    "docker push localhost:5000/x; docker push registry:5000/x",
    "docker login -u a; make docker; make test-docker; make publish-docs",
    'git push "$(git remote get-url origin)" gh-pages',
    "command -v mega-put; find . -name x -exec rm {} +; make REGISTRY=localhost:5000 image",
    "./ci/test.sh quay.io/acme/x; ./release.sh v1.2.3 out/x",
    "docker push my-org/x; docker push ghcr.io/your-username/x; docker push quay.io/my_org/x",
    'args=(--tag acme/x --load)\ndocker buildx build "${args[@]}" .; FLAGS="--all --dry-run"; git push $FLAGS https://gitlab.com/a/b',
    "twine check dist/*; cargo package; helm package x; terraform plan",
  ])("%s", (script) => {
    expect(sent(script)).toEqual([]);
  });
});

describe("text that is meant to hurt", () => {
  const big = 300_000;
  test.each([
    ["a line of quotes", '"'.repeat(big)],
    ["open brackets", "$(".repeat(big / 2)],
    ["open braces", "${A:-".repeat(big / 5)],
    ["backticks", "`".repeat(big)],
    ["redirections", "<".repeat(big)],
    ["a word without end", "x".repeat(big * 3)],
    ["blanks of all kinds", "\uFEFF\u00A0\u2028\f\v".repeat(big / 5)],
    ["many assignments", Array.from({ length: 20_000 }, (_, i) => `V${i}=$V${i - 1}$V${i - 1}`).join("\n")],
    ["functions that call each other", `a() { b; b; }\n${"b() { a; a; }\n".repeat(50)}a`],
    ["loops of loops", `${"for i in a b c d e f g h; do ".repeat(200)} docker push $i/$i/$i${"; done".repeat(200)}`],
    ["heredocs without end", "cat <<X\n".repeat(20_000)],
    ["continuations", "\\\n".repeat(big / 2)],
    ["parentheses", "(".repeat(big)],
  ])("%s ends soon", (_, script) => {
    const began = performance.now();
    sent(script);
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});
