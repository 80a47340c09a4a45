#!/bin/sh
# Writes frames.txt, malformed.txt and configure.txt. Shares no code with the firmware: the CRC is taken from gzip, COBS is done by splitting
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
    frame hello 01 0000 12345678 02000000
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

# Numbers of the network in CONFIGURE: each a field of PROTOCOL.md, given as bits in hex.
training() { # loss optimizer learning_rate weight_decay clip_norm momentum beta2 epsilon huber_delta
    printf '%s%s00' "$1" "$2"
    shift 2
    for bits in "$@"; do little "$bits" 8; done
}

# The layers of "inputs:outputs/activation:..." with their count in front of the training and the inputs behind it.
request() { # training layers
    printf '%02x%s' "$(($(printf %s "$2" | tr -cd : | wc -c)))" "$1"
    printf %s "$2" | tr : '\n' | while IFS=/ read -r size activation || [ -n "$size" ]; do
        little "$(printf %x "$size")" 4
        [ -z "$activation" ] || printf '%s00' "$activation"
    done
}

# The plan of the same layers on a board with 114,688 bytes, `state` numbers per parameter for the optimizer.
plan() { # state online layers
    printf %s "$3" | tr : '\n' | cut -d/ -f1 | awk -v state="$1" -v online="$2" '
        NR == 1 { first = last = row = $1; next }
        { parameters += $1 * (last + 1); activations += $1; if (last > row) row = last }
        NR > 2 && last > hidden { hidden = last }
        { last = $1 }
        END {
            lanes = online ? 1 : 4
            gradients = online ? 0 : parameters
            deltas = online ? hidden + row : 0
            activations *= lanes
            samples = lanes * (first + last)
            total = parameters + gradients + activations + deltas + state * parameters + samples
            print parameters; print 4 * parameters; print 4 * gradients; print 4 * activations; print 4 * deltas
            print 4 * state * parameters; print 4 * samples; print 4 * total; print 114688; print lanes
        }' | while read -r number; do little "$(printf %x "$number")" 8; done
}

accepted() { # name state training layers
    printf '%s %s 83 %s\n' "$1" "$(request "$3" "$4")" "$(plan "$2" 0 "$4")"
}

accepted_online() { # name state training layers
    training="$(printf %s "$3" | sed 's/^\(....\)00/\101/')"
    printf '%s %s 83 %s\n' "$1" "$(request "$training" "$4")" "$(plan "$2" 1 "$4")"
}

refused() { # name code a b request
    printf '%s %s ff %s0300%s%s\n' "$1" "$5" "$(little "$2" 4)" "$(little "$3" 8)" "$(little "$4" 8)"
}

rate=3cf5c28f   # 0.03
tenth=3dcccccd  # 0.1
most=3f666666   # 0.9
nearly=3f7fbe77 # 0.999
one=3f800000
ccpp=4:64/01:32/01:16/01:1/00
adam=$(training 02 03 3a83126f 38d1b717 40200000 $most $nearly 322bcc77 3fc00000) # 0.001, 1e-4, 2.5, ..., 1e-8, 1.5
{
    cat <<'TEXT'
# Requests CONFIGURE of PROTOCOL.md section 3 and their replies from a board whose arena has 114,688 bytes, made by generate.sh.
# One per line, fields separated by one space:
#
#   name request type reply
#
# request and reply are payloads in hex; type is that of the reply: 83, or ff for an error.
TEXT
    accepted sgd_mse 0 "$(training 00 00 $rate 0 0 0 0 0 0)" $ccpp
    accepted sgd_decay_clip 0 "$(training 00 00 $rate $tenth $one 0 0 0 0)" $ccpp
    accepted sgd_mae 0 "$(training 01 00 $rate 0 0 0 0 0 0)" $ccpp
    accepted momentum_mse 1 "$(training 00 01 $rate 0 0 $most 0 0 0)" $ccpp
    accepted momentum_zero 1 "$(training 00 01 $rate 0 0 0 0 0 0)" 1:1/00
    accepted nesterov_huber 1 "$(training 02 02 $rate 0 0 $most 0 0 $one)" 3:5/02:2/03
    accepted adam_mse 2 "$(training 00 03 $rate 0 0 $most $nearly $tenth 0)" $ccpp
    accepted adam_huber_everything 2 "$adam" 4:8/04:7/03:6/02:5/01:2/00
    accepted sixteen_layers 0 "$(training 00 00 $rate 0 0 0 0 0 0)" "1$(printf ':%d/04' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)"
    accepted_online online_sgd 0 "$(training 00 00 $rate 0 0 0 0 0 0)" $ccpp
    accepted_online online_adam 2 "$(training 02 03 $rate $tenth 0 $most $nearly $tenth $one)" 9:5/02:7/03:2/00
    accepted_online online_one_layer 0 "$(training 00 00 $rate 0 0 0 0 0 0)" 3:2/00
    good="$(request "$adam" 2:3/01)"
    at() { # offset in bytes, bytes in hex: `good` with these in their place
        printf %s "$good" | awk -v at="$1" -v hex="$2" \
            '{ print substr($0, 1, 2 * at) hex substr($0, 2 * at + length(hex) + 1) }'
    }
    refused no_layer 8 0 0 "$(at 0 00)"
    refused loss_3 8 1 3 "$(at 1 03)"
    refused optimizer_4 8 2 4 "$(at 2 04)"
    refused update_2 8 3 2 "$(at 3 02)"
    refused online_with_clip_norm 8 c 40200000 "$(at 3 01)"
    refused learning_rate_0 8 4 0 "$(at 4 00000000)"
    refused weight_decay_negative 8 8 b8d1b717 "$(at 8 17b7d1b8)"
    refused clip_norm_infinite 8 c 7f800000 "$(at 12 0000807f)"
    refused beta1_1 8 10 $one "$(at 16 0000803f)"
    refused beta2_nan 8 14 7fc00000 "$(at 20 0000c07f)"
    refused epsilon_0 8 18 0 "$(at 24 00000000)"
    refused huber_delta_0 8 1c 0 "$(at 28 00000000)"
    refused no_input 8 20 0 "$(at 32 0000)"
    refused no_output 8 22 0 "$(at 34 0000)"
    refused activation_5 8 24 5 "$(at 36 05)"
    refused sgd_with_momentum 8 10 $most "$(request "$(training 00 00 $rate 0 0 $most 0 0 0)" 1:1/00)"
    refused momentum_with_beta2 8 14 $nearly "$(request "$(training 00 01 $rate 0 0 $most $nearly 0 0)" 1:1/00)"
    refused nesterov_with_epsilon 8 18 $one "$(request "$(training 00 02 $rate 0 0 $most 0 $one 0)" 1:1/00)"
    refused mae_with_delta 8 1c $one "$(request "$(training 01 00 $rate 0 0 0 0 0 $one)" 1:1/00)"
    refused version_1 5 e 26 "0100000000000000010001000000"
    refused one_layer_short 5 26 2a "$(at 0 02)"
    refused adam_too_large 9 22a70 1c000 "$(request "$adam" 99:86/00)"
} > configure.txt
