TARGET = ops@deploy.acme.de
IMAGES := $(IMAGES)
%.push: MADE ?= eu.gcr.io/acme/$*:1
%.push:
	docker buildx build -t ${MADE} --push .
