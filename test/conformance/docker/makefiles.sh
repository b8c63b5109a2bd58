Makefiles, each of which make reads: variables, functions, conditionals and recipes.

### a recipe
# path: Makefile
web:
	@docker run -d --name web --read-only nginx:1.27

### lines of a recipe are shells of their own
# path: Makefile
# unknown: name
web:
	NAME=web; docker run --name "$$NAME" nginx:1.27
	docker run --name "a$$NAME" nginx:1.27

### a line that goes on
# path: Makefile
web:
	-@docker run \
		--name web \
		-e A="x \
	y" \
	  nginx:1.27

### recursive and simple variables
# path: Makefile
VERSION = 1
NOW := nginx:$(VERSION)
LATER = nginx:$(VERSION)
VERSION = 2
web:
	docker run --name now $(NOW)
	docker run --name later ${LATER}

### defaults and additions
# path: Makefile
OPTS ?= --init
OPTS += --cpus 2
OPTS += --pids-limit=$(PIDS)
PIDS = 100
IMAGE ?= alpine
IMAGE ?= busybox
all:
	docker run $(OPTS) $(IMAGE):3

### quotes in a variable
# path: Makefile
ENVIRONMENT = -e "A=x y" -e B='$$HOME'
all:
	docker run $(ENVIRONMENT) alpine:3

### a define with parameters
# path: Makefile
define start
@docker run --name $(1) \
  --label l=$(2) \
  $(strip $(3))
docker run --name $(1)-side -d $(3)
endef

all:
	$(call start,web,a b,nginx:1.27)

### addprefix, foreach and patsubst
# path: Makefile
CAPS = NET_ADMIN SYS_TIME
PORTS = 80 443
FILES = a.env b.env
all:
	docker run $(addprefix --cap-add=,$(CAPS)) $(foreach port,$(PORTS),-p 127.0.0.1:$(port):$(port)) $(FILES:%.env=--label %=1) nginx:1.27

### variables of a target, which hold for what it depends on
# path: Makefile
# partial
OPTS =
all: OPTS = --init
all: web db
web: OPTS += --privileged
web:
	docker run $(OPTS) --name web nginx:1.27
db: OPTS = --cpus 1
db:
	docker run $(OPTS) --name db postgres:17

### the target
# path: Makefile
web: ; docker run --name $@ nginx:1.27

### a pattern
# path: Makefile
all: run-web
run-%: OPTS = --init
run-%:
	docker run $(OPTS) --name web nginx:1.27

### exported variables
# path: Makefile
export TOKEN = abc
LEVEL = 1
MODE := x
export LEVEL MODE
all:
	docker run -e TOKEN -e LEVEL=$$LEVEL -e MODE alpine:3

### all variables exported
# path: Makefile
A = 1
B = 2
export
unexport B
all:
	docker run -e A -e B alpine:3

### one shell
# path: Makefile
.ONESHELL:
all:
	@A=1
	-@B=2
	docker run -e A=$$A -e B=$$B alpine:3

### another prefix
# path: Makefile
.RECIPEPREFIX = >
all:
>docker run --name a alpine:3
> @docker run --name b alpine:3

### bash
# path: Makefile
SHELL := /bin/bash -e
all:
	for name in a b; do docker run --name "$${name^^}" alpine:3; done

### a file that is included
# path: Makefile
first: all
include mk/common.mk
-include mk/missing.mk
all: web
	docker run $(OPTS) --name all nginx:$(VERSION)
#### mk/common.mk
OPTS = --read-only
include mk/version.mk
web:
	docker run $(OPTS) --name web nginx:$(VERSION)
#### mk/version.mk
VERSION := 1.27

### the folder of the Makefile
# path: Makefile
# unknown: HostConfig.Binds
include $(dir $(abspath $(lastword $(MAKEFILE_LIST))))common.mk
all:
	docker run -v $(CURDIR)/data:/data $(OPTS) alpine:3
#### common.mk
OPTS = --init

### a prefix in a variable
# path: Makefile
Q = @
all:
	$(Q)docker run --init alpine:3
	$(SILENT)docker run --cpus 1 alpine:3

### a program in a variable
# path: Makefile
DOCKER ?= docker
RUN = $(DOCKER) run --rm
all:
	$(RUN) --init alpine:3
	$(shell command -v docker) run --cpus 1 alpine:3

### a command that make runs while it reads
# path: Makefile
VERSION := $(shell docker run --rm --init alpine:3 cat /version)
all:
	docker run --name a alpine:3

### comments
# path: Makefile
OPTS = --init # --privileged
HASH = a\#b
# all: \
	docker run --privileged alpine:3
all: # docker run alpine:3
	docker run $(OPTS) --label $(HASH) alpine:3 # --privileged
	# docker run --privileged alpine:3

### a static pattern
# path: Makefile
NAMES = web
all: $(NAMES)
$(NAMES): %:
	docker run --init --name $@ nginx:1.27

### words that are replaced
# path: Makefile
comma := ,
empty :=
space := $(empty) $(empty)
LIST = a b c
all:
	docker run -e LIST=$(subst $(space),$(comma),$(LIST)) --label n=$(notdir x/y) $(firstword --init --privileged) alpine:3

### an option that depends on a variable which is set
# path: Makefile
TTY =
all:
	docker run --name web $(or $(NAME_OF_NOTHING),--init) $(if ,--privileged,--cpus 2) nginx:1.27

### a recipe for no POSIX shell
# path: Makefile
all:
	docker run --init alpine:3
py: SHELL = python3
py:
	docker run = 1

### a word that is joined by a line end
# path: Makefile
OPTS = --init \
       --cpus 1   \
       --pids-limit 5
all:
	docker run $(OPTS) alpine:3
