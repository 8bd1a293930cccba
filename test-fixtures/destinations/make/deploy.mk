TARGET = ops@deploy.acme.de
