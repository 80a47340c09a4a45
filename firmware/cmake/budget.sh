#!/bin/sh
# Prints what an image takes beside what budgets.txt allows it, and fails if it takes more.
#
#   budget.sh IMAGE OBJECTS BUDGETS
#
# OBJECTS is the folder with the object files and what -fstack-usage wrote beside them. Stack: the deepest chain of calls, found in
# the disassembly; each frame has the size that the compiler says.
set -eu
image=$1 objects=$2 budgets=$3
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

arm-none-eabi-size -A "$image" >"$work/sections"
arm-none-eabi-nm -S --radix=d "$image" >"$work/symbols"
arm-none-eabi-objdump -d --no-show-raw-insn "$image" >"$work/code"
find "$objects" -path '*/nn/*.obj' -exec arm-none-eabi-nm -S --radix=d {} + >"$work/nn"
find "$objects" -name '*.su' -exec cat {} + >"$work/frames"

section() { # names
    awk -v names=" $* " 'index(names, " " $1 " ") { sum += $2 } END { print sum + 0 }' "$work/sections"
}

# Symbols of the image that an object of nn/ has with the same size.
nn_code() {
    awk 'NF == 4 && $3 ~ /[tTrR]/ { key = $4 " " $2; if (FILENAME ~ /nn$/) nn[key] = 1; else if (key in nn) sum += $2 }
        END { print sum + 0 }' "$work/nn" "$work/symbols"
}

stack() {
    awk -v budgets="$budgets" '
        function plain(name) { sub(/\..*/, "", name); return name }
        function depth(name,    callee, deepest, below, parts, i, n) {
            if (name in depths) return depths[name]
            if (name in active) { print "recursion in " name > "/dev/stderr"; exit 1 }
            active[name] = 1
            n = split(callees[name], parts, " ")
            for (i = 1; i <= n; ++i) { below = depth(parts[i]); if (below > deepest) deepest = below }
            delete active[name]
            return depths[name] = frame[name] + deepest
        }
        FILENAME ~ /frames$/ {
            split($1, where, ":")
            name = plain(where[4])
            if ($NF !~ /static|bounded/) { print "no bound: " $0 > "/dev/stderr"; exit 1 }
            if ($(NF - 1) > frame[name]) frame[name] = $(NF - 1)
            next
        }
        FILENAME == budgets {
            if ($1 == "calls") listed[$2] = 1
            if ($1 == "calls") for (i = 3; i <= NF; ++i) callees[$2] = callees[$2] " " $i
            if ($1 == "leaf") leaf[$2] = 1
            next
        }
        /^[0-9a-f]+ <.*>:$/ { caller = $2; gsub(/[<>:]/, "", caller); caller = plain(caller); if (!(caller in frame)) frame[caller] += 0; next }
        ($2 == "blx" || $2 == "bx" && $3 != "lr") && !(caller in listed) {
            print "call through a pointer that budgets.txt does not list, in " caller ": " $0 > "/dev/stderr"; exit 1
        }
        $2 ~ /^(bl|b|b\.w|b\.n)$/ && $4 ~ /^<[^+]*>$/ {
            callee = $4; gsub(/[<>]/, "", callee); callee = plain(callee)
            if (callee != caller && !(caller in leaf)) callees[caller] = callees[caller] " " callee
        }
        END {
            for (name in frame) if (name ~ /_IRQHandler$|^SysTick_Handler$/ && depth(name) > interrupt) interrupt = depth(name)
            print depth("Reset_Handler") + 108 + interrupt    # 26 registers and a word to align
        }' "$work/frames" "$budgets" "$work/code"
}

over=0
check() { # name actual
    limit=$(awk -v name="$1" '$1 == name { print $2 }' "$budgets")
    printf 'budget %-12s %7d of %7d\n' "$1" "$2" "$limit"
    [ "$2" -le "$limit" ] || over=1
}

check flash "$(section .vectors .gradhil_id .text .data)"
check nn_code "$(nn_code)"
arena=$(awk '$4 ~ /^arena/ { print $2 + 0 }' "$work/symbols")
check static_ram "$(($(section .data .bss .noinit) - arena))"
deepest=$(stack)
check stack "$deepest"
[ $over = 0 ] || { echo "budget: exceeded; see $budgets" >&2; exit 1; }
