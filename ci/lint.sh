#!/bin/sh
# Looks for mistakes in the workflows and in the scripts of ci/.
set -eu
cd "$(dirname "$0")/.."
# The newest release that Debian 12's Go builds.
GOFLAGS=-mod=mod go run github.com/rhysd/actionlint/cmd/actionlint@v1.6.27 -color=false
# SC3013: -nt is not POSIX, but every sh has it.
shellcheck --severity=warning --exclude=SC3013 .ci/run ci/*.sh hil
