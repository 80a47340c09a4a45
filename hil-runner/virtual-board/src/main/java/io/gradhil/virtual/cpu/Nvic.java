package io.gradhil.virtual.cpu;

/**
 * Which exceptions are pending, enabled and active, and who comes first (B1.5.4, B3.4). Numbers are exception numbers: external interrupt n is
 * 16 + n.
 */
final class Nvic {
    static final int EXCEPTIONS = 112;
    private static final int LOWEST = 256;

    final boolean[] enabled = new boolean[EXCEPTIONS];
    final boolean[] asserted = new boolean[EXCEPTIONS];
    final int[] priority = new int[EXCEPTIONS];
    int prigroup;

    private final long[] pending = new long[2];
    private final long[] active = new long[2];

    Nvic() {
        reset();
    }

    void reset() {
        java.util.Arrays.fill(enabled, false);
        java.util.Arrays.fill(priority, 0);
        java.util.Arrays.fill(pending, 0);
        java.util.Arrays.fill(active, 0);
        priority[Exceptions.RESET] = -3;
        priority[Exceptions.NMI] = -2;
        priority[Exceptions.HARD_FAULT] = -1;
        for (int number : new int[] {
            Exceptions.NMI,
            Exceptions.HARD_FAULT,
            Exceptions.SVCALL,
            Exceptions.DEBUG_MONITOR,
            Exceptions.PENDSV,
            Exceptions.SYSTICK
        }) {
            enabled[number] = true;
        }
        prigroup = 0;
        for (int number = Exceptions.FIRST_INTERRUPT; number < EXCEPTIONS; number++) {
            setPending(number, asserted[number]);
        }
    }

    boolean isPending(int number) {
        return (pending[number >>> 6] >>> number & 1) != 0;
    }

    boolean isActive(int number) {
        return (active[number >>> 6] >>> number & 1) != 0;
    }

    void setPending(int number, boolean value) {
        pending[number >>> 6] = with(pending[number >>> 6], number, value);
    }

    void setActive(int number, boolean value) {
        active[number >>> 6] = with(active[number >>> 6], number, value);
    }

    boolean anyPending() {
        return (pending[0] | pending[1]) != 0;
    }

    boolean anyInterruptPending() {
        return (pending[0] >>> Exceptions.FIRST_INTERRUPT | pending[1]) != 0;
    }

    int activeCount() {
        return Long.bitCount(active[0]) + Long.bitCount(active[1]);
    }

    /** Returns the pending and enabled exception of the highest priority, of those the one of the lowest number; 0 if there is none. */
    int first() {
        int best = 0;
        int bestPriority = LOWEST;
        for (int word = 0; word < 2; word++) {
            for (long rest = pending[word]; rest != 0; rest &= rest - 1) {
                int number = word * 64 + Long.numberOfTrailingZeros(rest);
                if (enabled[number] && priority[number] < bestPriority) {
                    best = number;
                    bestPriority = priority[number];
                }
            }
        }
        return best;
    }

    /** Returns the highest group priority of what is active; 256 if nothing is. */
    int activePriority() {
        int highest = LOWEST;
        for (int word = 0; word < 2; word++) {
            for (long rest = active[word]; rest != 0; rest &= rest - 1) {
                int number = word * 64 + Long.numberOfTrailingZeros(rest);
                highest = Math.min(highest, groupPriority(priority[number]));
            }
        }
        return highest;
    }

    /** Strips the subpriority (B1.5.4 PRIGROUP). */
    int groupPriority(int value) {
        return value < 0 ? value : value & -2 << prigroup;
    }

    private static long with(long bits, int number, boolean value) {
        return value ? bits | 1L << number : bits & ~(1L << number);
    }
}
