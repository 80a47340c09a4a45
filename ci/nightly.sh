#!/bin/sh
# What takes too long for every push: ten minutes of fuzzing, and 10,000 batches over a line that hits 1 % of the frames and resets the board 20 times.
set -eu
cd "$(dirname "$0")/.."

ci/setup.sh
ci/fuzz.sh 600
mvn -B -ntp verify -pl hil-runner/runner -am -Dtest=SoakTests -Dhil.soak=10000 -Dsurefire.failIfNoSpecifiedTests=false
