package io.gradhil.virtual.cpu;

/** Registers that enable, pend and rank exceptions: NVIC_ISER to NVIC_IPR, SHPR, STIR (B3.4, B3.2.11, B3.2.26). */
final class InterruptRegisters {
    private final Exceptions exceptions;
    private final Nvic nvic;

    InterruptRegisters(Exceptions exceptions) {
        this.exceptions = exceptions;
        nvic = exceptions.nvic;
    }

    /** Returns the priorities of exceptions {@code first} to {@code first + 3}. */
    int priorities(int first) {
        int result = 0;
        for (int k = 3; k >= 0; k--) {
            int number = first + k;
            result = result << 8 | (number < Nvic.EXCEPTIONS && number > 3 ? nvic.priority[number] : 0);
        }
        return result;
    }

    void writePriorities(int first, int value) {
        for (int k = 0; k < 4; k++) {
            int number = first + k;
            if (number < Nvic.EXCEPTIONS && isConfigurable(number)) {
                nvic.priority[number] = value >>> 8 * k & Exceptions.PRIORITY_MASK;
            }
        }
    }

    private static boolean isConfigurable(int number) {
        return number >= Exceptions.MEM_MANAGE && number != 7 && number != 13 && (number < 8 || number > 10);
    }

    /** Returns the word at {@code offset} of the system control space, 0x100 to 0x4FF. */
    int read(int offset) {
        if (offset >= 0x400) {
            return priorities(Exceptions.FIRST_INTERRUPT + offset - 0x400);
        }
        int result = 0;
        int first = Exceptions.FIRST_INTERRUPT + (offset & 0x1C) * 8;
        for (int bit = 0; bit < 32 && first + bit < Nvic.EXCEPTIONS; bit++) {
            result |= bit(offset >>> 7 & 7, first + bit) ? 1 << bit : 0;
        }
        return result;
    }

    /** {@code bank}: offset / 0x80; 2 and 3 are ISER and ICER, 4 and 5 ISPR and ICPR, 6 IABR. */
    private boolean bit(int bank, int number) {
        return switch (bank) {
            case 2, 3 -> nvic.enabled[number];
            case 4, 5 -> nvic.isPending(number);
            default -> nvic.isActive(number);
        };
    }

    /** Writes the word at {@code offset}. */
    void write(int offset, int value) {
        if (offset >= 0x400) {
            writePriorities(Exceptions.FIRST_INTERRUPT + offset - 0x400, value);
            return;
        }
        int first = Exceptions.FIRST_INTERRUPT + (offset & 0x1C) * 8;
        for (int rest = value; rest != 0; rest &= rest - 1) {
            int number = first + Integer.numberOfTrailingZeros(rest);
            if (number < Nvic.EXCEPTIONS) {
                writeBit(offset >>> 7 & 7, number);
            }
        }
    }

    private void writeBit(int bank, int number) {
        switch (bank) {
            case 2 -> nvic.enabled[number] = true;
            case 3 -> nvic.enabled[number] = false;
            case 4 -> exceptions.pend(number);
            case 5 -> nvic.setPending(number, nvic.asserted[number] && !nvic.isActive(number));
            default -> {}
        }
    }

    /** STIR. */
    void trigger(int interrupt) {
        if (Exceptions.FIRST_INTERRUPT + interrupt < Nvic.EXCEPTIONS) {
            exceptions.pend(Exceptions.FIRST_INTERRUPT + interrupt);
        }
    }
}
