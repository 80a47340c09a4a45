#!/bin/sh
# Says in Markdown what a night came to: ci/summary.sh REPORT FIGURES. For the page of a job.
set -eu

count() {
    sed -n "s/.*\"$1\" *: *\([0-9]*\).*/\1/p" "$report/widgets/summary.json" | head -n 1
}

report=$1
figures=$2

if [ -f "$report/widgets/summary.json" ]; then
    echo "| passed | wrong numbers | broken | skipped |"
    echo "| --- | --- | --- | --- |"
    echo "| $(count passed) | $(count failed) | $(count broken) | $(count skipped) |"
fi
if [ -f "$figures" ]; then
    echo
    echo "| figure | now | unit |"
    echo "| --- | --- | --- |"
    last=$(tail -n 1 "$figures" | cut -f 1)
    awk -F '\t' -v last="$last" '$1 == last { printf "| %s | %.6g | %s |\n", $4, $5, $6 }' "$figures"
fi
