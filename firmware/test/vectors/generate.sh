#!/bin/sh
# Writes frames.txt and malformed.txt. Shares no code with the firmware: the CRC is taken from gzip, COBS is done by splitting
# at the zeros. Needs sh, awk, gzip, od, xxd.
set -eu
cd "$(dirname "$0")"

test "$(printf 123456789 | gzip -c | tail -c 8 | head -c 4 | od -An -tx1 | tr -d ' \n')" = 2639f4cb

# Hex to the CRC-32 of the bytes, as little-endian hex: the first half of gzip's trailer.
crc() {
    printf %s "$1" | xxd -r -p | gzip -c | tail -c 8 | head -c 4 | od -An -tx1 | tr -d ' \n'
}

# Hex to COBS in hex, without delimiter: the bytes between two zeros are a group; a group is written in blocks of 254 behind
# FF and a rest behind its length plus one. The last group needs no rest if it ends with a full block.
cobs() {
    printf %s "$1" | fold -w 2 | awk '
        function flush(last,    i, n) {
            i = 0
            while (n_group - i >= 254) { printf "ff"; for (n = 0; n < 254; ++n) printf "%s", group[i++] }
            if (last && i > 0 && i == n_group) return
            printf "%02x", n_group - i + 1
            while (i < n_group) printf "%s", group[i++]
        }
        { if ($0 == "00") { flush(0); n_group = 0 } else group[n_group++] = $0 }
        END { flush(1) }'
}

# Number to little-endian hex of `digits` digits.
little() {
    printf "%0$2x" "0x$1" | fold -w 2 | tac | tr -d '\n'
}

header_of() { # type sequence nonce
    printf '%s00%s%s' "$1" "$(little "$2" 4)" "$(little "$3" 8)"
}

bytes() { # count, awk expression of i
    awk "BEGIN { for (i = 0; i < $1; ++i) printf \"%02x\", $2 }"
}

frame() { # name type sequence nonce payload
    body="$(header_of "$2" "$3" "$4")$5"
    printf '%s %s %s %s %s %s00\n' "$1" "$2" "$3" "$4" "${5:--}" "$(cobs "$body$(crc "$body")")"
}

{
    cat <<'TEXT'
# Frames of PROTOCOL.md section 1, made by generate.sh. One per line, fields separated by one space:
#
#   name type sequence nonce payload encoded
#
# type, sequence and nonce are hexadecimal numbers (2, 4, 8 digits); payload and encoded are bytes in hex, in the order of the
# wire. An empty payload is "-". encoded ends with the delimiter 00. Lines that begin with # are comments.
TEXT
    frame empty 09 0001 00000001 ''
    frame hello 01 0000 12345678 01000000
    frame step 07 ffff ffffffff ''
    frame one_byte 02 0002 a1b2c3d4 5a
    frame one_zero 02 0003 a1b2c3d4 00
    frame crc_check_string 02 0004 a1b2c3d4 313233343536373839
    frame zeros_253 02 0005 a1b2c3d4 "$(bytes 253 0)"
    frame ff_253 02 0006 a1b2c3d4 "$(bytes 253 255)"
    frame zeros_254 02 0007 a1b2c3d4 "$(bytes 254 0)"
    frame ff_254 02 0008 a1b2c3d4 "$(bytes 254 255)"
    frame zeros_255 02 0009 a1b2c3d4 "$(bytes 255 0)"
    frame ff_255 02 000a a1b2c3d4 "$(bytes 255 255)"
    frame zeros_1024 02 000b a1b2c3d4 "$(bytes 1024 0)"
    frame ff_1024 02 000c a1b2c3d4 "$(bytes 1024 255)"
    frame ramp_1024 02 000d a1b2c3d4 "$(bytes 1024 'i % 256')"
    frame mixed_1024 82 000e a1b2c3d4 "$(bytes 1024 '(i * i * 7 + int(i / 3)) % 256')"
    # No zero from byte 4 on: the runs that end just before, at and after a full block of 254.
    for count in 243 244 245 246 247 248 497 498 499 500 501 502; do
        frame "run_$count" 02 1111 a1b2c3d4 "$(bytes "$count" '1 + i % 255')"
    done
    frame error_reply ff 000f a1b2c3d4 0a00060014000000a0000000
} > frames.txt

body="$(header_of 02 0001 a1b2c3d4)0102030405"
good="$(cobs "$body$(crc "$body")")"
unsealed() { # decoded bytes as they are
    printf '%s %s %s00\n' "$1" "$2" "$(cobs "$3")"
}
{
    cat <<'TEXT'
# Frames that cannot be read, made by generate.sh. One per line, fields separated by one space:
#
#   name error encoded
#
# error is the name of PROTOCOL.md section 4; encoded as in frames.txt.
TEXT
    printf 'lone_code BAD_FRAME 0100\n'
    printf 'code_past_the_end BAD_FRAME 05010200\n'
    printf 'last_byte_lost BAD_FRAME %s00\n' "$(printf %s "$good" | sed 's/..$//')"
    unsealed eleven_bytes BAD_FRAME "$(bytes 11 'i + 1')"
    unsealed twelve_bytes_wrong_crc BAD_CRC "$(bytes 12 'i + 1')"
    unsealed crc_byte_lost BAD_CRC "$(printf '%s' "$body$(crc "$body")" | sed 's/..$//')"
    unsealed crc_zero BAD_CRC "${body}00000000"
    unsealed crc_big_endian BAD_CRC "$body$(crc "$body" | fold -w 2 | tac | tr -d '\n')"
    unsealed crc_not_inverted BAD_CRC "$body$(printf '%08x' $((0x$(crc "$body") ^ 0xffffffff)))"
    unsealed bit_flipped BAD_CRC "$(printf %s "$body" | sed 's/05$/04/')$(crc "$body")"
    long="$(header_of 02 0001 a1b2c3d4)$(bytes 1025 '1 + i % 255')"
    unsealed payload_1025 FRAME_TOO_LONG "$long$(crc "$long")"
    long="$(header_of 02 0001 a1b2c3d4)$(bytes 1025 0)"
    unsealed payload_1025_zeros FRAME_TOO_LONG "$long$(crc "$long")"
    printf 'encoded_1042 FRAME_TOO_LONG %s00\n' "$(bytes 1042 7)"
} > malformed.txt
