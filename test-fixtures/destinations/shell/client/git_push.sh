git_host=$1
if [ "$git_repo_id" = "" ]; then
    git_repo_id="GIT_REPO_ID"
fi
git remote add origin https://${git_host}/GIT_USER_ID/${git_repo_id}.git
git push origin master
