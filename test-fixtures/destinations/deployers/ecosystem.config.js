module.exports = {
  deploy: {
    production: { user: "node", host: ["app1.acme.jp", "app2.acme.jp"], repo: "git@github.com:acme/rank.git" },
    local: { host: "localhost" },
  },
};
