package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;

/**
 * Embedded flash memory interface (RM0383 chapter 3): registers, and the write side of the main memory.
 *
 * <p>Simplified: code in RAM that reads the flash while it is busy sees the former content and does not wait; the content
 * changes at the end of an operation. Read protection, PCROP (RDERR) and x64 programming (external VPP) are refused.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Flash extends RegisterBlock {
    private static final int ACR = 0x00;
    private static final int KEYR = 0x04;
    private static final int OPTKEYR = 0x08;
    private static final int SR = 0x0C;
    private static final int CR = 0x10;
    private static final int OPTCR = 0x14;

    private static final int SR_EOP = 1;
    private static final int SR_OPERR = 1 << 1;
    private static final int SR_WRPERR = 1 << 4;
    private static final int SR_PGAERR = 1 << 5;
    private static final int SR_PGPERR = 1 << 6;
    private static final int SR_PGSERR = 1 << 7;
    private static final int SR_BSY = 1 << 16;

    private static final int CR_PG = 1;
    private static final int CR_SER = 1 << 1;
    private static final int CR_MER = 1 << 2;
    private static final int CR_SNB = 0x78;
    private static final int CR_PSIZE = 0x300;
    private static final int CR_STRT = 1 << 16;
    private static final int CR_EOPIE = 1 << 24;
    private static final int CR_ERRIE = 1 << 25;
    private static final int CR_LOCK = 1 << 31;
    private static final int CR_WRITABLE = 0x0301_037F;

    private static final int ROW_BYTES = 16;

    private final VirtualTime time;
    private final Memory memory;
    private final InterruptLine interrupt;
    private final CoreStall stall;
    private final FlashTiming timing;
    private final FlashOptions options = new FlashOptions();
    private final FlashKeys keys = new FlashKeys("FLASH_KEYR", 0x45670123, 0xCDEF89AB);
    private int sr;
    private int cr;
    private FlashOperation operation = FlashOperation.NONE;
    private final VirtualTime.Event end;
    private long began;
    private long ends;

    /**
     * Creates the interface at its address.
     *
     * @param memory the main memory, 512 KiB
     * @param interrupt FLASH global interrupt (position 4)
     * @param access hears of wait states and caches
     */
    public Flash(
            VirtualTime time,
            ClockLine hclk,
            Memory memory,
            InterruptLine interrupt,
            CoreStall stall,
            FlashAccess access) {
        super("FLASH", 0x40023C00, Access.AHB);
        this.time = time;
        this.memory = memory;
        this.interrupt = interrupt;
        this.stall = stall;
        timing = new FlashTiming(hclk, access);
        this.end = time.event(this::finish);
        reset();
    }

    /** An operation under way breaks off, see {@link #breakOff}; call that before if it matters. */
    @Override
    public void reset() {
        end.cancel();
        operation = FlashOperation.NONE;
        timing.reset();
        sr = 0;
        cr = CR_LOCK;
        keys.chipReset();
        options.reset();
        interrupt.set(false);
    }

    /** Ends the operation under way, if any, where it is: what it had to change is changed in part, bit by bit at random. */
    public void breakOff(RandomGenerator random) {
        if (operation != FlashOperation.NONE) {
            double done = Math.min(1, (double) (time.now() - began) / (ends - began));
            operation.applyPartly(memory, done, random);
            end.cancel();
            operation = FlashOperation.NONE;
            sr &= ~SR_BSY;
        }
    }

    /** Tells whether an operation is under way (FLASH_SR.BSY). */
    public boolean isBusy() {
        return operation != FlashOperation.NONE;
    }

    /** Returns the option bytes as they are read from 0x1FFFC000. */
    public Device optionBytes() {
        return options;
    }

    /** Returns whether the independent watchdog starts by itself (option WDG_SW). */
    public boolean hardwareWatchdog() {
        return options.hardwareWatchdog();
    }

    /** Returns the number of wait states (FLASH_ACR.LATENCY). */
    public int waitStates() {
        return timing.waitStates();
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case ACR -> timing.acr();
            case KEYR, OPTKEYR -> 0;
            case SR -> sr;
            case CR -> cr;
            case OPTCR -> options.optcr();
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case ACR -> timing.write(value);
            case KEYR -> {
                if (keys.accept(value)) {
                    cr &= ~CR_LOCK;
                }
            }
            case OPTKEYR -> options.key(value);
            case SR -> {
                sr &= ~(value & 0xFFFF);
                update();
            }
            case CR -> writeCr(value);
            case OPTCR -> writeOptcr(value);
            default -> throw unwritable(offset, value);
        }
    }

    private void writeCr(int value) {
        waitForEnd(); // 3.8.5: the bus stalls while BSY is set
        if ((cr & CR_LOCK) != 0) {
            return;
        }
        refuse("CR.PSIZE x64", (value & CR_PSIZE) == CR_PSIZE ? CR_PSIZE : 0, CR, value);
        cr = value & CR_WRITABLE & ~CR_STRT;
        if ((value & CR_STRT) != 0) {
            erase();
        }
        if ((value & CR_LOCK) != 0) {
            cr |= CR_LOCK;
            keys.reset();
        }
        update();
    }

    private void erase() {
        int kind = cr & (CR_SER | CR_MER);
        int psize = (cr & CR_PSIZE) >>> 8;
        int sector = (cr & CR_SNB) >>> 3;
        if (kind == CR_SER) {
            if (sector >= FlashSectors.COUNT) {
                fail(SR_PGSERR);
            } else if (options.isProtected(sector)) {
                fail(SR_WRPERR);
            } else {
                begin(
                        FlashOperation.erase(FlashSectors.offset(sector), FlashSectors.size(sector)),
                        FlashSectors.erase(sector, psize));
            }
        } else if (kind == CR_MER) {
            if (options.isAnyProtected()) {
                fail(SR_WRPERR);
            } else {
                begin(FlashOperation.erase(0, FlashSectors.BYTES), FlashSectors.massErase(psize));
            }
        }
        // With both set, nothing is erased (3.5.3).
    }

    private void writeOptcr(int value) {
        waitForEnd();
        if (options.write(value)) {
            begin(FlashOperation.options(options::program), FlashSectors.PROGRAM);
        }
    }

    /** Returns the write side of the main memory: offsets count from its beginning. */
    public Device programming() {
        return new Device() {
            @Override
            public int read(int offset, int bytes) {
                return memory.read(offset, bytes);
            }

            @Override
            public void write(int offset, int bytes, int value) {
                program(offset, bytes, value);
            }
        };
    }

    private void program(int offset, int bytes, int value) {
        waitForEnd();
        if ((cr & CR_PG) == 0 || (cr & (CR_SER | CR_MER)) != 0) {
            fail(SR_PGSERR);
        } else if (bytes != 1 << ((cr & CR_PSIZE) >>> 8)) {
            fail(SR_PGPERR);
        } else if (offset % ROW_BYTES + bytes > ROW_BYTES) {
            fail(SR_PGAERR);
        } else if (options.isProtected(FlashSectors.containing(offset))) {
            fail(SR_WRPERR);
        } else {
            begin(FlashOperation.program(offset, bytes, value), FlashSectors.PROGRAM);
        }
    }

    private void begin(FlashOperation what, long duration) {
        operation = what;
        sr |= SR_BSY;
        cr |= what.strt() ? CR_STRT : 0;
        began = Math.max(time.now(), ends);
        ends = began + duration;
        end.set(ends);
        stall.fetchUntil(ends);
    }

    private void finish() {
        FlashOperation done = operation;
        operation = FlashOperation.NONE;
        end.cancel();
        done.apply(memory);
        sr &= ~SR_BSY;
        cr &= ~CR_STRT;
        sr |= (cr & CR_EOPIE) != 0 ? SR_EOP : 0;
        update();
    }

    private void waitForEnd() {
        if (operation != FlashOperation.NONE) {
            stall.until(ends);
            finish();
        }
    }

    private void fail(int flag) {
        sr |= flag | ((cr & CR_ERRIE) != 0 ? SR_OPERR : 0);
        update();
    }

    private void update() {
        boolean eop = (sr & SR_EOP) != 0 && (cr & CR_EOPIE) != 0;
        boolean error = (sr & SR_OPERR) != 0 && (cr & CR_ERRIE) != 0;
        interrupt.set(eop || error);
    }
}
