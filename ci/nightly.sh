#!/bin/sh
# One night: the suites on a board, its figures beside those of former nights, fuzzing and a soak (not rehearsed), the report. Exit code 0 only if all of it is well.
#   ci/nightly.sh              on the physical board that HIL_BOARD names (nucleo, or nucleo:ALIAS of ci/boards/)
#   ci/nightly.sh --rehearsal  on a virtual board behind a virtual ST-LINK and a virtual serial port
# What has to last from night to night is kept in GRADHIL_HISTORY.
set -eu
cd "$(dirname "$0")/.."

board=${HIL_BOARD:-nucleo}
kept=${XDG_STATE_HOME:-$HOME/.local/state}/gradhil/$board
profile=
case ${1:-} in
    --rehearsal)
        profile=-Phil-rehearsal
        board=nucleo
        kept=target/rehearsal-history
        ;;
    '') ;;
    *)
        echo "usage: ci/nightly.sh [--rehearsal]" >&2
        exit 2
        ;;
esac
kept=${GRADHIL_HISTORY:-$kept}
mkdir -p "$kept" target
kept=$(cd "$kept" && pwd)
results=$PWD/test-suites/target/allure-results
rm -rf "$results"
status=0

suites() {
    mvn -B -ntp verify -pl test-suites -am $profile -Dhil.board="$board" -Dsurefire.failIfNoSpecifiedTests=false "$@" || status=1
}

echo "== the suites on the board $board"
suites -Dgroups=hil

echo "== its figures beside those of former nights"
suites -Pregression -Dgroups=regression -DexcludedGroups= -Dgradhil.history="$kept/figures.tsv"

if [ -z "$profile" ]; then
    echo "== ten minutes of fuzzing"
    ci/fuzz.sh 600 || status=1

    echo "== 10,000 batches over a line that hits 1 % of the frames and resets the board 20 times"
    mvn -B -ntp verify -pl hil-runner/runner -am -Dtest=io.gradhil.training.SoakTests -Dhil.soak=10000 -Dsurefire.failIfNoSpecifiedTests=false || status=1
fi

echo "== the report"
ci/report.sh "$results" target/night "$kept/allure" || echo "the report is missing, the verdict stands" >&2

ci/summary.sh target/night "$kept/figures.tsv" | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
exit $status
