module github.com/acme/rank

go 1.24
