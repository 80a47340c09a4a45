#!/usr/bin/env python3
"""Writes window.txt: what a board does with requests whose sequences come in any order. Shares no code with the firmware."""
import random
from pathlib import Path

WINDOW = 8


class Board:
    def __init__(self, hello):
        self.executed = hello  # sequence of the last request that was executed
        self.early = set()
        self.kept = {}  # slot: sequence of what was put there last

    def frame(self, sequence):
        following = (self.executed + 1) % 65536
        distance = (sequence - following) % 65536
        if distance == 0:
            done = []
            self.early.add(sequence)
            while (self.executed + 1) % 65536 in self.early:
                self.executed = (self.executed + 1) % 65536
                self.early.discard(self.executed)
                self.kept[self.executed % WINDOW] = self.executed
                done.append(self.executed)
            return "run " + ",".join(map(str, done))
        if distance < WINDOW:
            self.early.add(sequence)
            self.kept[sequence % WINDOW] = sequence
            held = sum(1 << i for i in range(WINDOW) if (following + i) % 65536 in self.early)
            return f"gap {following}/{held}"
        if distance < 32768:
            return f"beyond {following}"
        if self.kept.get(sequence % WINDOW) == sequence:
            return f"again {sequence}"
        return "none -"


def lines():
    random.seed(3)
    for hello in [0, 65535, 65530, 32767, 4, 40000, 65528, 12]:
        board = Board(hello)
        yield f"session {hello}"
        for _ in range(200):
            step = random.choice([1, 1, 1, 2, 3, 8, 9, random.randint(1, 9), random.randint(-12, 0), random.randint(-40000, 40000)])
            sequence = (board.executed + step) % 65536
            yield f"frame {sequence} {board.frame(sequence)}"


Path(__file__).with_name("window.txt").write_text(
    "# What a board does with requests in any order, made by generate_window.py. Lines:\n"
    "#   session SEQUENCE                of a HELLO that begins a session\n"
    "#   frame SEQUENCE run S,S,...      executed, with those that came early\n"
    "#   frame SEQUENCE gap NEXT/HELD    kept; GAP with these numbers\n"
    "#   frame SEQUENCE again S          the kept reply\n"
    "#   frame SEQUENCE beyond NEXT      BEYOND_WINDOW\n"
    "#   frame SEQUENCE none -           nothing\n" + "\n".join(lines()) + "\n"
)
