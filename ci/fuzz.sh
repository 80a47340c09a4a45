#!/bin/sh
# Fuzzes the firmware's protocol under AddressSanitizer and UndefinedBehaviorSanitizer: ci/fuzz.sh SECONDS (30 if not given). Fails on a finding, and
# if the corpus then covers less than 95 % of the lines of proto/. ci/fuzz.sh SECONDS keep puts what was found into the corpus.
set -eu
cd "$(dirname "$0")/../firmware"
seconds="${1:-30}"

clang="$(command -v clang || command -v clang-14)" || { echo "fuzz: clang with libFuzzer is needed; ci/setup.sh installs it" >&2; exit 1; }
suffix="$(basename "$clang" | sed 's/^clang//')"
work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT
mkdir "$work/corpus" "$work/merged" "$work/generated"

cmake -D SOURCE_DIR="$PWD" -D OUTPUT="$work/generated/build_id_bytes.h" -P cmake/build_id.cmake >/dev/null
"$clang" -std=c11 -g -O1 -ffp-contract=off -fno-math-errno -DNN_KERNELS=nn_plain -DNN_PLAIN -I. -Itest -I"$work/generated" \
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -fprofile-instr-generate -fcoverage-mapping \
    test/fuzz/fuzz_protocol.c test/fake_board.c proto/*.c nn/*.c -lm -o "$work/fuzz"

# One input a line, in hex.
grep -v '^#' test/fuzz/corpus.txt | while read -r hex; do
    printf %s "$hex" | xxd -r -p > "$work/corpus/$(printf %s "$hex" | cksum | cut -d' ' -f1)"
done

echo "== fuzzing proto/ for $seconds s"
LLVM_PROFILE_FILE="$work/run.profraw" "$work/fuzz" -max_total_time="$seconds" -max_len=4096 -timeout=10 -print_final_stats=1 \
    -artifact_prefix=test/fuzz/finding- "$work/corpus" 2> "$work/log" || { tail -60 "$work/log"; exit 1; }
grep -E 'DONE|number_of_executed_units|average_exec' "$work/log" || true
LLVM_PROFILE_FILE="$work/merge.profraw" "$work/fuzz" -merge=1 "$work/merged" "$work/corpus" 2>/dev/null

LLVM_PROFILE_FILE="$work/all.profraw" "$work/fuzz" "$work"/merged/* 2>/dev/null
"llvm-profdata$suffix" merge "$work/all.profraw" -o "$work/all.profdata"
"llvm-cov$suffix" report "$work/fuzz" -instr-profile="$work/all.profdata" proto/*.c | tee "$work/coverage" | cut -c1-150
awk '/^TOTAL/ { for (i = 1; i <= NF; ++i) if ($i ~ /%/) percent[++n] = $i + 0
    if (percent[3] < 95) { print "fuzz: " percent[3] " % of the lines of proto/ are covered, 95 wanted"; exit 1 } }' "$work/coverage"

if [ "${2:-}" = keep ]; then
    {
        echo "# Inputs for fuzz_protocol.c, one a line in hex; kept small by ci/fuzz.sh SECONDS keep."
        for file in "$work"/merged/*; do xxd -p "$file" | tr -d '\n'; echo; done | sort
    } > test/fuzz/corpus.txt
fi
