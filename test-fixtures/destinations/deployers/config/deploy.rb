set :repo_url, "git@github.com:third/party.git"
# server "comment.acme.cn"
server "198.51.100.30", user: "deploy", roles: %w{app}
