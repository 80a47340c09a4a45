#!/bin/sh
# Installs what the build uses beside a JDK: QEMU for the board "qemu", OpenOCD for the board "nucleo", the cross compiler, a debugger, clang for fuzzing
# and CMake for the firmware, fonts for plots, a browser that looks at the reports,
# Go and ShellCheck for ci/lint.sh.
# Debian and Ubuntu; elsewhere it says what to install. Run it as often as you like.
set -eu

missing() {
    for program in "$@"; do
        command -v "$program" >/dev/null 2>&1 || return 0
    done
    return 1
}

missing qemu-system-arm openocd gdb-multiarch arm-none-eabi-gcc cmake gcc clang llvm-cov xxd clang-format fc-list chromium go shellcheck || { echo "setup: everything is there"; exit 0; }

if [ "$(uname)" = Darwin ]; then
    echo "setup: brew install qemu open-ocd cmake clang-format llvm go shellcheck && brew install --cask gcc-arm-embedded chromium"
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "setup: install qemu-system-arm, openocd 0.12, gdb-multiarch, arm-none-eabi-gcc 12 with newlib, cmake, gcc, clang with libFuzzer, llvm-cov, xxd, clang-format, chromium, go and shellcheck" >&2
    exit 1
fi

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    qemu-system-arm openocd gdb-multiarch gcc-arm-none-eabi libnewlib-arm-none-eabi cmake make gcc libc6-dev clang llvm libclang-rt-dev xxd clang-format fontconfig fonts-dejavu-core chromium golang-go shellcheck
echo "setup: done"
