import os, subprocess
REGISTRY = "quay.io"
# os.system("twine upload dist/*")
os.system(f"docker push {REGISTRY}/acme/rank")
cmd = ["s", "registry", "publish"]
subprocess.run(cmd, cwd="app")
print("then: twine upload dist/*")
