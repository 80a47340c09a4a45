package io.gradhil.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The board's window as PROTOCOL.md section 2 describes it; {@code WindowVectorTests} holds it to the firmware's vectors. */
final class BoardModel {
    /** What the board says to one frame. */
    record Answer(Kind kind, int next, int held, List<Integer> sequences) {}

    enum Kind {
        RUN,
        AGAIN,
        GAP,
        BEYOND,
        NONE
    }

    private final int size;
    private int next;

    /** Requests that came early and replies that are kept, by slot. */
    private final Map<Integer, Integer> early = new TreeMap<>();

    private final Map<Integer, Integer> replies = new TreeMap<>();

    BoardModel(int size, int first) {
        this.size = size;
        this.next = first;
    }

    Answer frame(int sequence) {
        int ahead = sequence - next & 0xFFFF;
        if (ahead == 0) {
            return new Answer(Kind.RUN, next, 0, run(sequence));
        }
        if (ahead < size) {
            early.put(sequence % size, sequence);
            replies.remove(sequence % size);
            return new Answer(Kind.GAP, next, held(), List.of());
        }
        if (ahead < 0x8000) {
            return new Answer(Kind.BEYOND, next, held(), List.of());
        }
        boolean kept = replies.getOrDefault(sequence % size, -1) == sequence;
        return new Answer(kept ? Kind.AGAIN : Kind.NONE, next, held(), kept ? List.of(sequence) : List.of());
    }

    private List<Integer> run(int first) {
        List<Integer> run = new ArrayList<>();
        for (int sequence = first; run.isEmpty() || early.getOrDefault(sequence % size, -1) == sequence; ) {
            early.remove(sequence % size);
            replies.put(sequence % size, sequence);
            run.add(sequence);
            sequence = sequence + 1 & 0xFFFF;
            next = sequence;
        }
        return run;
    }

    int next() {
        return next;
    }

    int held() {
        int held = 0;
        for (int i = 1; i < size; i++) {
            int sequence = next + i & 0xFFFF;
            held |= early.getOrDefault(sequence % size, -1) == sequence ? 1 << i : 0;
        }
        return held;
    }

    @Override
    public String toString() {
        return next + " " + early + replies;
    }
}
