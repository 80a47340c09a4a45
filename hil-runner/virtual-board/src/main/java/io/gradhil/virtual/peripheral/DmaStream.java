package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import org.jspecify.annotations.Nullable;

/** One stream of a DMA controller: DMA_SxCR, DMA_SxNDTR, DMA_SxPAR, DMA_SxM0AR, DMA_SxM1AR, DMA_SxFCR (RM0383 9.3, 9.5.5 to 9.5.10). */
final class DmaStream {
    private static final int CR = 0x00;
    private static final int NDTR = 0x04;
    private static final int PAR = 0x08;
    private static final int M0AR = 0x0C;
    private static final int M1AR = 0x10;
    private static final int FCR = 0x14;

    private static final int CR_EN = 1;
    private static final int CR_IE = 0b11110; // DMEIE, TEIE, HTIE, TCIE
    private static final int CR_HTIE = 1 << 3;
    private static final int CR_TCIE = 1 << 4;
    private static final int CR_PFCTRL = 1 << 5;
    private static final int CR_CIRC = 1 << 8;
    private static final int CR_PINC = 1 << 9;
    private static final int CR_MINC = 1 << 10;
    private static final int CR_PINCOS = 1 << 15;
    private static final int CR_DBM = 1 << 18;
    private static final int CR_CT = 1 << 19;
    private static final int FCR_DMDIS = 1 << 2;
    private static final int FCR_AT_RESET = 0x01;

    private static final int FROM_MEMORY = 1;
    private static final int MEMORY_TO_MEMORY = 2;

    private static final int FLAG_FEIF = 1;
    private static final int FLAG_DMEIF = 1 << 2;
    private static final int FLAG_TEIF = 1 << 3;
    private static final int FLAG_HTIF = 1 << 4;
    private static final int FLAG_TCIF = 1 << 5;
    private static final int FLAGS = FLAG_FEIF | FLAG_DMEIF | FLAG_TEIF | FLAG_HTIF | FLAG_TCIF;

    private final Dma controller;
    private final int number;
    private final BusMaster bus;
    private final InterruptLine interrupt;
    private final boolean memoryToMemory;
    private final DmaFifo fifo = new DmaFifo();
    private int cr;
    private int ndtr;
    private int par;
    private final int[] memory = new int[2];
    private int fcr;
    private int flags;
    private int reload;
    private int peripheralAt;
    private int memoryAt;
    /** To be run when the memory has been read, null if it must not be read late. */
    private @Nullable Runnable read;

    DmaStream(Dma controller, int number, BusMaster bus, InterruptLine interrupt, boolean memoryToMemory) {
        this.controller = controller;
        this.number = number;
        this.bus = bus;
        this.interrupt = interrupt;
        this.memoryToMemory = memoryToMemory;
        reset();
    }

    void reset() {
        cr = 0;
        ndtr = 0;
        par = 0;
        memory[0] = 0;
        memory[1] = 0;
        fcr = FCR_AT_RESET;
        flags = 0;
        fifo.clear();
        update();
    }

    int channel() {
        return cr >>> 25 & 7;
    }

    int priority() {
        return cr >>> 16 & 3;
    }

    int flags() {
        return flags;
    }

    boolean listensTo(int channel) {
        return isEnabled() && channel() == channel;
    }

    /** Tells whether an item can move, given whether the peripheral asks for it. */
    boolean wantsToMove(boolean requested) {
        return isEnabled() && (requested || direction() == MEMORY_TO_MEMORY);
    }

    void clearFlags(int mask) {
        flags &= ~(mask & FLAGS);
        update();
    }

    private boolean isEnabled() {
        return (cr & CR_EN) != 0;
    }

    private int direction() {
        return cr >>> 6 & 3;
    }

    private boolean isDirect() {
        return (fcr & FCR_DMDIS) == 0 && direction() != MEMORY_TO_MEMORY;
    }

    private int peripheralBytes() {
        return 1 << (cr >>> 11 & 3);
    }

    /** In direct mode MSIZE is forced to PSIZE (9.5.5). */
    private int memoryBytes() {
        return isDirect() ? peripheralBytes() : 1 << (cr >>> 13 & 3);
    }

    /**
     * Returns how many items can move to a register before the program hears of it: of the end of the transfer, of its half, or since it changes
     * what was to be moved.
     */
    long quietItems(int register) {
        boolean plain = direction() == FROM_MEMORY && isDirect() && (cr & (CR_DBM | CR_PINC)) == 0 && par == register;
        if (!plain || read == null) {
            return 0;
        }
        long items = (cr & (CR_HTIE | CR_TCIE)) == 0 ? VirtualTime.NEVER : ndtr - 1;
        boolean half = (cr & CR_HTIE) != 0 && ndtr > reload / 2;
        return half ? ndtr - reload / 2 - 1 : items;
    }

    private void update() {
        if (read != null && !isEnabled()) {
            read.run();
            read = null;
        }
        boolean request = (flags & FLAG_TCIF) != 0 && (cr & CR_TCIE) != 0
                || (flags & FLAG_HTIF) != 0 && (cr & CR_HTIE) != 0
                || (flags & FLAG_TEIF) != 0 && (cr & 1 << 2) != 0
                || (flags & FLAG_DMEIF) != 0 && (cr & 1 << 1) != 0;
        interrupt.set(request);
    }

    /** Moves one item of PSIZE through the FIFO. A bus error ends the stream (9.3.17). */
    void moveOne() {
        try {
            if (direction() == FROM_MEMORY && isDirect()) {
                bus.write(peripheralAt, peripheralBytes(), bus.read(memoryAt, peripheralBytes()));
                memoryAt += (cr & CR_MINC) != 0 ? peripheralBytes() : 0;
            } else if (direction() == FROM_MEMORY) {
                fetchFromMemory(peripheralBytes());
                bus.write(peripheralAt, peripheralBytes(), fifo.take(peripheralBytes()));
            } else {
                fifo.put(bus.read(peripheralAt, peripheralBytes()), peripheralBytes());
                if (isDirect() || fifo.size() >= DmaFifo.threshold(fcr & 3)) {
                    flush();
                }
            }
            peripheralAt += (cr & CR_PINC) == 0 ? 0 : (cr & CR_PINCOS) != 0 ? 4 : peripheralBytes();
            countDown();
        } catch (BusFaultException e) {
            flags |= FLAG_TEIF;
            cr &= ~CR_EN;
        }
        update();
    }

    private void fetchFromMemory(int wanted) {
        while (fifo.size() < wanted) {
            fifo.put(bus.read(memoryAt, memoryBytes()), memoryBytes());
            memoryAt += (cr & CR_MINC) != 0 ? memoryBytes() : 0;
        }
    }

    /** Writes what is in the FIFO to memory; a rest shorter than MSIZE goes byte by byte. */
    private void flush() {
        while (fifo.size() > 0) {
            int bytes = fifo.size() >= memoryBytes() ? memoryBytes() : 1;
            bus.write(memoryAt, bytes, fifo.take(bytes));
            memoryAt += (cr & CR_MINC) != 0 ? bytes : 0;
        }
    }

    private void countDown() {
        ndtr--;
        if (ndtr == reload / 2) {
            flags |= FLAG_HTIF;
        }
        if (ndtr == 0) {
            complete();
        }
    }

    private void complete() {
        if (direction() != FROM_MEMORY) {
            flush();
        }
        flags |= FLAG_TCIF;
        if ((cr & CR_DBM) != 0) {
            cr ^= CR_CT;
        }
        if ((cr & (CR_CIRC | CR_DBM)) != 0) {
            start();
        } else {
            cr &= ~CR_EN;
        }
    }

    private void start() {
        ndtr = reload;
        peripheralAt = par;
        memoryAt = memory[(cr & CR_DBM) != 0 && (cr & CR_CT) != 0 ? 1 : 0];
        fifo.clear();
    }

    int load(int register) {
        return switch (register) {
            case CR -> cr;
            case NDTR -> ndtr;
            case PAR -> par;
            case M0AR -> memory[0];
            case M1AR -> memory[1];
            default -> fcr | fifo.status() << 3;
        };
    }

    void store(int register, int value) {
        switch (register) {
            case CR -> writeCr(value);
            case M0AR, M1AR -> writeMemoryAddress(register == M0AR ? 0 : 1, value);
            case NDTR -> ndtr = isEnabled() ? ndtr : value & 0xFFFF;
            case PAR -> par = isEnabled() ? par : value;
            case FCR -> fcr = isEnabled() ? fcr : value & 0x87;
            default -> throw new IllegalArgumentException("No register at " + register);
        }
    }

    /** While the stream runs, only the buffer that is not in use may be moved (9.3.10). */
    private void writeMemoryAddress(int index, int value) {
        boolean inUse = (cr & CR_DBM) == 0 || (cr & CR_CT) == (index == 1 ? CR_CT : 0);
        if (!isEnabled() || !inUse) {
            memory[index] = value;
        }
    }

    /** While the stream runs, only EN and the interrupt enables can change. */
    private void writeCr(int value) {
        if (isEnabled()) {
            cr = cr & ~CR_IE | value & CR_IE;
            if ((value & CR_EN) == 0) {
                disable();
            }
        } else {
            refuseModes(value);
            cr = value & 0x0FEF_FFFF;
            if ((value & CR_EN) != 0) {
                enable();
            }
        }
        update();
    }

    private void refuseModes(int value) {
        controller.refuse(number, "CR.PFCTRL", CR_PFCTRL, CR, value);
        int direction = value >>> 6 & 3;
        boolean impossible = direction > MEMORY_TO_MEMORY || direction == MEMORY_TO_MEMORY && !memoryToMemory;
        controller.refuse(number, "CR.DIR memory-to-memory", impossible ? 3 << 6 : 0, CR, value);
    }

    /** A stream without items does not start. */
    private void enable() {
        reload = ndtr;
        if (ndtr == 0) {
            cr &= ~CR_EN;
        } else {
            start();
            boolean increments = (cr & CR_MINC) != 0;
            read = bus.putOffReading(memoryAt, increments ? ndtr * memoryBytes() : memoryBytes());
        }
    }

    /** What is in the FIFO still goes to memory, and TCIF says so (9.3.14). */
    private void disable() {
        if (direction() != FROM_MEMORY) {
            flush();
        }
        fifo.clear();
        cr &= ~CR_EN;
        flags |= FLAG_TCIF;
    }
}
