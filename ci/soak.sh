#!/bin/sh
# Ten minutes of training on the virtual board; fails if the heap grows after the first third.
set -eu
cd "$(dirname "$0")/.."
./hil bench --soak "${1:-10}"
