package io.gradhil.virtual;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.Timeline;
import io.gradhil.virtual.cpu.CortexM4;
import io.gradhil.virtual.peripheral.BusMaster;
import io.gradhil.virtual.peripheral.ClockTree;
import io.gradhil.virtual.peripheral.CoreStall;
import io.gradhil.virtual.peripheral.Crc;
import io.gradhil.virtual.peripheral.Dbgmcu;
import io.gradhil.virtual.peripheral.DeviceSignature;
import io.gradhil.virtual.peripheral.Dma;
import io.gradhil.virtual.peripheral.Exti;
import io.gradhil.virtual.peripheral.Flash;
import io.gradhil.virtual.peripheral.Gpio;
import io.gradhil.virtual.peripheral.Iwdg;
import io.gradhil.virtual.peripheral.Pwr;
import io.gradhil.virtual.peripheral.Rcc;
import io.gradhil.virtual.peripheral.RccGate;
import io.gradhil.virtual.peripheral.RegisterBlock;
import io.gradhil.virtual.peripheral.ResetCause;
import io.gradhil.virtual.peripheral.SerialFrame;
import io.gradhil.virtual.peripheral.Syscfg;
import io.gradhil.virtual.peripheral.Tim;
import io.gradhil.virtual.peripheral.Usart;
import io.gradhil.virtual.peripheral.Wwdg;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The chip: the core, its blocks, and the wires between them. */
final class Stm32f411 implements CortexM4.Chip {
    static final int FLASH_BASE = 0x08000000;
    static final int FLASH_BYTES = 512 * 1024;
    static final int SRAM_BASE = 0x20000000;
    static final int SRAM_BYTES = 128 * 1024;
    private static final int OPTION_BYTES = 0x1FFFC000;
    private static final int SCR = 0xE000ED10;
    private static final int MEM_MODE_SRAM = 3;
    private static final int INTERRUPTS = 86;

    final Bus bus = new Bus();
    final Memory flashMemory = new Memory(FLASH_BYTES);
    final Memory sram = new Memory(SRAM_BYTES);
    final ClockTree clocks = new ClockTree();
    final CortexM4 core;
    final Timeline time;
    final Rcc rcc;
    final Flash flash;
    final Iwdg iwdg;
    final Map<Character, Gpio> gpio = new LinkedHashMap<>();
    final Map<Integer, Usart> usarts = new LinkedHashMap<>();

    private final InterruptLine[] irqs = new InterruptLine[INTERRUPTS];
    private final Map<Dbgmcu.Freeze, Consumer<Boolean>> freezable = new EnumMap<>(Dbgmcu.Freeze.class);
    private final Map<RegisterBlock, RccGate> gated = new LinkedHashMap<>();
    private final Map<Integer, Consumer<SerialFrame>> lines = new HashMap<>();
    private final Dbgmcu dbgmcu = new Dbgmcu();
    private final Wwdg wwdg;
    private final Exti exti;
    private final long seed;
    private boolean frozen;
    private @Nullable ResetCause pending;
    private long fetchBlockedUntil;
    private boolean mayWake;

    /** Creates the chip without power; {@code seed} makes what is random on silicon. */
    Stm32f411(long seed, byte[] uid) {
        this.seed = seed;
        flashMemory.fill(0, FLASH_BYTES, 0xFF);
        core = new CortexM4(bus, this);
        time = new Timeline(clocks.hclk(), core::cycles, this::shorten);
        for (int i = 0; i < INTERRUPTS; i++) {
            irqs[i] = waking(core.irq(i));
        }
        flash = new Flash(time, clocks.hclk(), flashMemory, irqs[4], stalls(), core::flashTiming);
        Pwr pwr = new Pwr(this::pllReady, clocks.hclk());
        rcc = new Rcc(time, clocks, irqs[5], pwr::backupWritable);
        exti = new Exti(position -> irqs[position], this::event);
        Syscfg syscfg = new Syscfg(exti, this::remap);
        iwdg = new Iwdg(
                time, new ClockLine(ClockTree.LSI_HZ), rcc::forceLsi, () -> request(ResetCause.INDEPENDENT_WATCHDOG));
        wwdg = new Wwdg(time, clocks.pclk1(), irqs[0], () -> request(ResetCause.WINDOW_WATCHDOG));
        gate(RccGate.PWR, pwr);
        gate(RccGate.SYSCFG, syscfg);
        gate(RccGate.WWDG, wwdg);
        gate(RccGate.CRC, new Crc());
        createPorts(syscfg);
        Dma[] dma = createDma();
        createTimers(dma[0]);
        createUsarts(dma[0], dma[1]);
        freezable.put(Dbgmcu.Freeze.IWDG, iwdg::freeze);
        freezable.put(Dbgmcu.Freeze.WWDG, wwdg::freeze);
        mapAll(uid);
    }

    private InterruptLine waking(InterruptLine line) {
        return asserted -> {
            mayWake |= asserted;
            line.set(asserted);
        };
    }

    private void event() {
        mayWake = true;
        core.event();
    }

    private boolean pllReady() {
        return rcc.pllReady();
    }

    private void gate(RccGate gate, RegisterBlock block) {
        rcc.attach(gate, block);
        gated.put(block, gate);
    }

    private void createPorts(Syscfg syscfg) {
        for (char letter : new char[] {'A', 'B', 'C', 'D', 'E', 'H'}) {
            Gpio port = new Gpio(letter, syscfg::pin);
            gpio.put(letter, port);
            gate(RccGate.valueOf(port.name()), port);
        }
    }

    private Dma[] createDma() {
        BusMaster master = new BusMaster() {
            @Override
            public int read(int address, int bytes) {
                return bus.read(address, bytes);
            }

            @Override
            public void write(int address, int bytes, int value) {
                bus.write(address, bytes, value);
            }
        };
        Dma dma1 = new Dma(1, time, clocks.hclk(), master, irqs(11, 12, 13, 14, 15, 16, 17, 47));
        Dma dma2 = new Dma(2, time, clocks.hclk(), master, irqs(56, 57, 58, 59, 60, 68, 69, 70));
        gate(RccGate.DMA1, dma1);
        gate(RccGate.DMA2, dma2);
        return new Dma[] {dma1, dma2};
    }

    private InterruptLine[] irqs(int... positions) {
        InterruptLine[] found = new InterruptLine[positions.length];
        for (int i = 0; i < positions.length; i++) {
            found[i] = irqs[positions[i]];
        }
        return found;
    }

    private void createTimers(Dma dma) {
        int[] position = {28, 29, 30, 50};
        for (int number = 2; number <= 5; number++) {
            Tim timer =
                    new Tim(number, time, clocks.timers1(), irqs[position[number - 2]], DmaRequests.of(number, dma));
            gate(RccGate.valueOf(timer.name()), timer);
            freezable.put(Dbgmcu.Freeze.valueOf(timer.name()), timer::freeze);
        }
    }

    private void createUsarts(Dma dma1, Dma dma2) {
        addUsart(1, 0x40011000, clocks.pclk2(), irqs[37], DmaRequests.both(dma2, 2, 5, 4), dma2.request(7, 4));
        addUsart(
                2,
                0x40004400,
                clocks.pclk1(),
                irqs[38],
                DmaRequests.both(dma1.request(5, 4), dma1.request(7, 6)),
                dma1.request(6, 4));
        addUsart(
                6,
                0x40011400,
                clocks.pclk2(),
                irqs[71],
                DmaRequests.both(dma2, 1, 2, 5),
                DmaRequests.both(dma2, 6, 7, 5));
    }

    private void addUsart(
            int number, int base, ClockLine clock, InterruptLine irq, InterruptLine rx, InterruptLine tx) {
        Consumer<SerialFrame> line =
                frame -> lines.getOrDefault(number, unconnected -> {}).accept(frame);
        Usart usart = new Usart("USART" + number, base, time, clock, irq, rx, tx, line);
        usarts.put(number, usart);
        gate(RccGate.valueOf(usart.name()), usart);
    }

    /** Names who gets what a USART sends. */
    void connect(int usart, Consumer<SerialFrame> line) {
        lines.put(usart, line);
    }

    private void mapAll(byte[] uid) {
        bus.mapRom("Flash alias", 0, flashMemory, flash.programming());
        bus.mapRom("Flash", FLASH_BASE, flashMemory, flash.programming());
        bus.map("System memory", DeviceSignature.BASE, DeviceSignature.BYTES, new DeviceSignature(uid));
        bus.map("Option bytes", OPTION_BYTES, 16, flash.optionBytes());
        bus.mapRam("SRAM", SRAM_BASE, sram);
        MemoryMap.map(bus, gated.keySet().toArray(RegisterBlock[]::new));
        MemoryMap.map(bus, rcc, flash, exti, iwdg, dbgmcu);
        MemoryMap.mapUnmodelled(bus);
    }

    private void remap(int mode) {
        bus.unmap(0);
        if (mode == MEM_MODE_SRAM) {
            bus.mapRam("SRAM alias", 0, sram);
        } else {
            bus.mapRom("Flash alias", 0, flashMemory, flash.programming());
        }
    }

    // Time

    private void shorten() {
        core.stopBefore(time.nextCycle());
    }

    private CoreStall stalls() {
        return new CoreStall() {
            @Override
            public void until(long picoseconds) {
                core.stall(Math.max(0, time.cycleAt(picoseconds) - core.cycles()));
            }

            @Override
            public void fetchUntil(long picoseconds) {
                fetchBlockedUntil = picoseconds;
                core.stopBefore(core.cycles());
            }
        };
    }

    /** Runs the core and what happens around it, up to a cycle or a little further. */
    void runUntil(long cycle) {
        CortexM4.Stop stop = CortexM4.Stop.LIMIT;
        long until = Math.min(cycle, time.nextCycle());
        if (waitsForFlash()) {
            core.stall(Math.max(0, Math.min(until, time.cycleAt(fetchBlockedUntil)) - core.cycles()));
        } else {
            mayWake &= until <= core.cycles();
            stop = core.run(until);
        }
        if (stop == CortexM4.Stop.HALTED) {
            core.stall(Math.max(0, until - core.cycles()));
        }
        settle();
    }

    /** Tells whether the core sleeps and nothing has happened since that could wake it. */
    boolean isFastAsleep() {
        return core.isSleeping() && !mayWake;
    }

    /** Executes one instruction, and what is due after it. */
    void step() {
        core.step();
        settle();
    }

    private void settle() {
        freezeWithCore();
        time.runDue();
        if (pending != null) {
            reset(pending);
        }
    }

    private boolean waitsForFlash() {
        if (fetchBlockedUntil <= time.now() || core.isHalted() || core.isSleeping()) {
            return false;
        }
        int offset = core.register(15) - FLASH_BASE;
        return offset >= 0 && offset < FLASH_BYTES;
    }

    private void freezeWithCore() {
        boolean halted = core.isHalted();
        if (halted != frozen) {
            frozen = halted;
            freezable.forEach((block, freeze) -> freeze.accept(halted && dbgmcu.freezes(block)));
        }
    }

    // Resets

    /** Has the chip reset as soon as the instruction or event under way is over. */
    private void request(ResetCause cause) {
        pending = cause;
        core.stopBefore(core.cycles());
    }

    /** Resets everything but the backup domain and the debug registers (RM0383 6.1.1). */
    void reset(ResetCause cause) {
        flash.breakOff(new SplittableRandom(seed ^ time.now()));
        rcc.reset();
        resetBlocks();
        rcc.resetCause(cause);
        core.reset(false);
    }

    private void resetBlocks() {
        pending = null;
        fetchBlockedUntil = 0;
        gated.keySet().forEach(RegisterBlock::reset);
        flash.reset();
        exti.reset();
        iwdg.reset();
        if (flash.hardwareWatchdog()) {
            iwdg.start();
        }
    }

    void powerOn() {
        byte[] noise = new byte[SRAM_BYTES];
        new SplittableRandom(seed).nextBytes(noise);
        sram.write(0, noise);
        rcc.powerOn();
        dbgmcu.reset();
        resetBlocks();
        rcc.resetCause(ResetCause.POWER_ON);
        core.reset(true);
    }

    /** Whatever the flash was doing stays half done. */
    void powerOff() {
        flash.breakOff(new SplittableRandom(seed ^ time.now()));
    }

    @Override
    public void resetRequested() {
        pending = ResetCause.SOFTWARE;
    }

    @Override
    public void sleeping(boolean deep) {
        if (deep) {
            throw new UnmodelledAccessException("Stop or Standby mode (SCR.SLEEPDEEP)", SCR, false, 0);
        }
        core.stopBefore(core.cycles()); // so that whoever runs the board sees it asleep at the very cycle
    }
}
