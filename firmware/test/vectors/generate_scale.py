#!/usr/bin/env python3
"""Writes scale.txt: offset + code * scale in exact rational numbers, rounded once to float32. Shares no code with the firmware."""
import random
import struct
from fractions import Fraction
from pathlib import Path


def bits(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def to_f32(exact):
    """The float32 nearest to a fraction, ties to even. float() of a fraction is its nearest double; the double may be a tie that
    the fraction is not, so look at it and its neighbours."""
    near = struct.unpack("<f", struct.pack("<f", float(exact)))[0]
    candidates = [struct.unpack("<f", struct.pack("<I", (bits(near) + step) & 0xFFFFFFFF))[0] for step in (-1, 0, 1)]
    ranked = sorted(candidates, key=lambda c: (abs(Fraction(c) - exact), bits(c) & 1))
    margin = abs(Fraction(ranked[1]) - exact) - abs(Fraction(ranked[0]) - exact)
    return ranked[0], margin


def split(exact):
    high = to_f32(exact)[0]
    return high, to_f32(exact - Fraction(high))[0]


def lines():
    random.seed(6)
    for _ in range(400):
        step = Fraction(random.choice([1, 5, 25]), random.choice([10, 100, 1000])) / Fraction(random.randint(3, 99999), 1000)
        first = Fraction(random.randint(-9_000_000, 9_000_000), 1_000_003)
        code = random.choice([0, 1, 65535, random.randrange(65536), random.randrange(65536)])
        scale, offset = split(step), split(first)
        exact = Fraction(offset[0]) + Fraction(offset[1]) + code * (Fraction(scale[0]) + Fraction(scale[1]))
        if exact == 0:
            continue
        value, margin = to_f32(exact)
        if margin < abs(exact) / 2**38:
            continue  # within the error of the evaluation of a tie
        yield "%08x %08x %08x %08x %d %08x" % (*map(bits, scale), *map(bits, offset), code, bits(value))


Path(__file__).with_name("scale.txt").write_text(
    "# Codes and the float32 they stand for, made by generate_scale.py. One per line: scale, scale_low, offset, offset_low (bits in\n"
    "# hex), code (decimal), value (bits in hex).\n" + "\n".join(lines()) + "\n"
)
