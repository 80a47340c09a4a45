#!/bin/sh
# Everything that can be verified without hardware, as the CI does it.
set -eu
cd "$(dirname "$0")/.."

ci/setup.sh

echo "== format of the C sources"
find firmware -name build -prune -o -name '*.[ch]' -exec clang-format --dry-run --Werror {} +

echo "== workflows and scripts"
ci/lint.sh

ci/fuzz.sh 30

echo "== 10,000 batches over a line that hits frames, and a board that is reset: the same bits"
mvn -B -ntp verify -pl hil-runner/runner -am -Dtest=io.gradhil.training.SoakTests -Dhil.soak=10000 -Dsurefire.failIfNoSpecifiedTests=false

echo "== mvn verify, on the board virtual"
mvn -B -ntp verify

echo "== the suites on the board qemu"
mvn -B -ntp verify -pl test-suites -am -Dhil.board=qemu -Dgroups=hil -Dhil.networks=20 -Dsurefire.failIfNoSpecifiedTests=false

echo "== the suites on the board host"
mvn -B -ntp verify -pl test-suites -am -Dhil.board=host -Dgroups=hil -Dhil.networks=2000 -Dsurefire.failIfNoSpecifiedTests=false

echo "== the suites on the board virtual, with products fused and with plain loops"
for preset in f411re-fma f411re-plain; do
    cmake -S firmware --preset "$preset"
    cmake --build "firmware/build/$preset"
    mvn -B -ntp verify -pl test-suites -am -Dhil.firmware="$PWD/firmware/build/$preset/gradhil-f411re.elf" -Dgroups=hil -Dhil.networks=20 \
        -Dsurefire.failIfNoSpecifiedTests=false
done

echo "== two nights on the board nucleo, rehearsed: OpenOCD and a serial port on a virtual board; the second night has a history"
rm -rf target/rehearsal-history
CI=true ci/nightly.sh --rehearsal
CI=true ci/nightly.sh --rehearsal
[ "$(grep -o '"total"' target/night/widgets/history-trend.json | wc -l)" = 2 ]

echo "== the firmware's cost beside its budgets, fused and plain builds too"
./hil bench firmware

echo "== 10,080 CCPP batches along one training run, every gradient judged"
./hil train --board host --epochs 42 --verify every

echo "== TensorFlow as third witness, on the real data, and the benchmark"
CI=true mvn -B -ntp verify -Ptensorflow -pl test-suites -am -Dhil.board=host -Dgroups=tensorflow -Dsurefire.failIfNoSpecifiedTests=false
cat test-suites/target/benchmark/steps.txt

echo "== the virtual board beside QEMU"
./hil bench
