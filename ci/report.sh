#!/bin/sh
# Makes the Allure report of test results: ci/report.sh [RESULTS [FOLDER [HISTORY]]].
# FOLDER is for a web server; FOLDER.html is the same in one file, which opens in a browser as it is. HISTORY is kept from run to run.
set -eu
cd "$(dirname "$0")/.."

results=${1:-test-suites/target/allure-results}
folder=${2:-target/allure-report}
history=${3:-.history/allure}
jar=hil-runner/allure-report/target/allure-report.jar

[ -f "$jar" ] || mvn -q -B -ntp -DskipTests -pl hil-runner/allure-report -am package
exec java -jar "$jar" "$results" "$folder" "$folder.html" "$history"
