package io.gradhil.protocol;

import io.gradhil.link.ByteLink;
import java.util.OptionalInt;

/** Which baud rate a link has, which one to try next, and when a rate is too fast for it. */
final class LineRate {
    /** Every board has it after a reset. */
    static final int BASE = Hello.BAUD_AFTER_RESET;

    /** From the fastest that an ST-LINK passes on to what any cable stands. */
    private static final int[] FASTER = {2_000_000, 921_600, 460_800};

    /** So many damaged frames among the last 64 are too many: repeating an eighth costs about what the next lower rate may gain. */
    private static final int TOO_MANY = 8;

    private static final int MOST_RETREATS = 3;

    private final ByteLink link;
    private final boolean settable;
    private int current = BASE;
    private int candidate;
    private int retreats;
    private long damaged;

    LineRate(ByteLink link) {
        this.link = link;
        this.settable = link.rate(BASE);
    }

    int current() {
        return current;
    }

    /** Returns the fastest rate that has not failed yet, or empty if there is none above the base. */
    OptionalInt faster() {
        return settable && candidate < FASTER.length ? OptionalInt.of(FASTER[candidate]) : OptionalInt.empty();
    }

    /** Neither a rate nor a faster one is to be tried again. */
    void ruleOut(int baud) {
        while (candidate < FASTER.length && FASTER[candidate] >= baud) {
            candidate++;
        }
        damaged = 0;
        retreats = 0;
    }

    /** Nothing was heard at a rate: it is ruled out if that happens again and again. */
    void retreat() {
        if (++retreats >= MOST_RETREATS) {
            ruleOut(current);
        }
    }

    /** The board was reset: that nothing was heard was not the rate's fault. */
    void boardWasReset() {
        retreats = 0;
    }

    /** Goes to a rate; false, without effect, if the link cannot. */
    boolean set(int baud) {
        if (baud != current) {
            if (!link.rate(baud)) {
                return false;
            }
            current = baud;
            damaged = 0;
        }
        return true;
    }

    /** Takes note of a frame, whether it came as it was sent. */
    void note(boolean damage) {
        damaged = damaged << 1 | (damage ? 1 : 0);
    }

    /** Tells whether so much was damaged of late that a lower rate would be faster. */
    boolean tooFast() {
        return current != BASE && Long.bitCount(damaged) >= TOO_MANY;
    }
}
