# Two targets do everything: `make demo` and `make test`.
GO      ?= go
BENCH   ?= ../shared/bench
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

export CGO_ENABLED ?= 0

.PHONY: demo test build vet fuzz eval clean

build: bin/vigil

bin/vigil: FORCE
	$(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $@ ./cmd/vigil

demo: build
	bin/vigil read examples

# make eval [TASK="time geo/gwn"] [UPDATE=1]: scores the binary on gold (needs python3 and the bench).
eval: build
	$(GO) build -o bin/vigil-data ./cmd/vigil-data
	bin/vigil-data eval --bench $(BENCH) $(if $(UPDATE),--update) $(TASK)

# Everything: style, static checks, tests with the race detector, and a minute
# of fuzzing for each grammar on a report's path. FUZZTIME=1s makes it quick.
test: vet
	CGO_ENABLED=1 $(GO) test -race -timeout 20m ./...
	.ci/fuzz

# Every fuzz target of the tree, FUZZTIME each.
fuzz:
	.ci/fuzz all

vet:
	test -z "$$(gofmt -l . | tee /dev/stderr)"
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

clean:
	rm -rf bin eval-out

FORCE:
