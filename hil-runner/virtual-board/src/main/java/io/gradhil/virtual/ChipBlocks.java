package io.gradhil.virtual;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import io.gradhil.virtual.peripheral.BusMaster;
import io.gradhil.virtual.peripheral.ClockTree;
import io.gradhil.virtual.peripheral.CoreStall;
import io.gradhil.virtual.peripheral.Crc;
import io.gradhil.virtual.peripheral.Dbgmcu;
import io.gradhil.virtual.peripheral.DeviceSignature;
import io.gradhil.virtual.peripheral.Dma;
import io.gradhil.virtual.peripheral.DmaRequest;
import io.gradhil.virtual.peripheral.Exti;
import io.gradhil.virtual.peripheral.Flash;
import io.gradhil.virtual.peripheral.FlashAccess;
import io.gradhil.virtual.peripheral.Gpio;
import io.gradhil.virtual.peripheral.Iwdg;
import io.gradhil.virtual.peripheral.Pwr;
import io.gradhil.virtual.peripheral.Rcc;
import io.gradhil.virtual.peripheral.RccGate;
import io.gradhil.virtual.peripheral.RegisterBlock;
import io.gradhil.virtual.peripheral.ResetCause;
import io.gradhil.virtual.peripheral.SerialFrame;
import io.gradhil.virtual.peripheral.SerialLine;
import io.gradhil.virtual.peripheral.Syscfg;
import io.gradhil.virtual.peripheral.Tim;
import io.gradhil.virtual.peripheral.Usart;
import io.gradhil.virtual.peripheral.Wwdg;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** All that is on the chip beside the core, and the wires between it. Positions of interrupts are those of RM0383 table 37. */
final class ChipBlocks {
    static final int FLASH_BASE = 0x08000000;
    static final int FLASH_BYTES = 512 * 1024;
    static final int SRAM_BASE = 0x20000000;
    static final int SRAM_BYTES = 128 * 1024;
    private static final int USART1 = 0x40011000;
    private static final int USART2 = 0x40004400;
    private static final int USART6 = 0x40011400;
    private static final int OPTION_BYTES = 0x1FFFC000;
    private static final int OPTION_AREA = 16;
    private static final int MEM_MODE_SRAM = 3;
    /** Their numbers go up to 6. */
    private static final int USARTS = 7;

    final Bus bus;
    final Memory flashMemory = new Memory(FLASH_BYTES);
    final Memory sram = new Memory(SRAM_BYTES);
    final ClockTree clocks;
    final Rcc rcc;
    final Flash flash;
    final Dbgmcu dbgmcu = new Dbgmcu();
    final Map<Character, Gpio> gpio = new LinkedHashMap<>();
    final Map<Integer, Usart> usarts = new LinkedHashMap<>();

    private final VirtualTime time;
    private final IntFunction<InterruptLine> irqs;
    private final Map<Dbgmcu.Freeze, Consumer<Boolean>> freezable = new EnumMap<>(Dbgmcu.Freeze.class);
    private final Map<RegisterBlock, RccGate> gated = new LinkedHashMap<>();
    private final List<SerialLine> lines = new ArrayList<>(Collections.nCopies(USARTS, unconnected -> {}));
    private final Iwdg iwdg;
    private final Exti exti;
    private final Dma dma1;
    private final Dma dma2;

    /** What the blocks do to the core. */
    interface CoreRole extends CoreStall, FlashAccess {
        /** Returns a request line of the NVIC. */
        InterruptLine irq(int position);

        /** Ends WFE. */
        void event();

        /** Has the chip reset. */
        void reset(ResetCause cause);
    }

    ChipBlocks(Bus bus, VirtualTime time, ClockTree clocks, CoreRole core, byte[] uid) {
        this.bus = bus;
        this.time = time;
        this.clocks = clocks;
        this.irqs = core::irq;
        flashMemory.fill(0, FLASH_BYTES, 0xFF);
        flash = new Flash(time, clocks.hclk(), flashMemory, core.irq(4), core, core);
        Pwr pwr = new Pwr(this::pllReady, clocks.hclk());
        rcc = new Rcc(time, clocks, core.irq(5), pwr::backupWritable);
        exti = new Exti(core::irq, core::event);
        Syscfg syscfg = new Syscfg(exti, this::remap);
        gate(RccGate.PWR, pwr);
        gate(RccGate.SYSCFG, syscfg);
        gate(RccGate.CRC, new Crc());
        iwdg = createWatchdogs(core);
        createPorts(syscfg);
        dma1 = createDma(1, RccGate.DMA1, 11, 12, 13, 14, 15, 16, 17, 47);
        dma2 = createDma(2, RccGate.DMA2, 56, 57, 58, 59, 60, 68, 69, 70);
        createTimers();
        createUsarts();
        mapAll(uid);
    }

    private boolean pllReady() {
        return rcc.pllReady();
    }

    private void gate(RccGate gate, RegisterBlock block) {
        rcc.attach(gate, block);
        gated.put(block, gate);
    }

    private Iwdg createWatchdogs(CoreRole core) {
        ClockLine lsi = new ClockLine(ClockTree.LSI_HZ);
        Iwdg independent = new Iwdg(time, lsi, rcc::forceLsi, () -> core.reset(ResetCause.INDEPENDENT_WATCHDOG));
        Wwdg window = new Wwdg(time, clocks.pclk1(), irqs.apply(0), () -> core.reset(ResetCause.WINDOW_WATCHDOG));
        gate(RccGate.WWDG, window);
        freezable.put(Dbgmcu.Freeze.IWDG, independent::freeze);
        freezable.put(Dbgmcu.Freeze.WWDG, window::freeze);
        return independent;
    }

    private void createPorts(Syscfg syscfg) {
        for (char letter : new char[] {'A', 'B', 'C', 'D', 'E', 'H'}) {
            Gpio port = new Gpio(letter, syscfg::pin);
            gpio.put(letter, port);
            gate(RccGate.valueOf(port.name()), port);
        }
    }

    private Dma createDma(int number, RccGate gate, int... positions) {
        BusMaster master = new BusMaster() {
            @Override
            public int read(int address, int bytes) {
                return bus.read(address, bytes);
            }

            @Override
            public void write(int address, int bytes, int value) {
                bus.write(address, bytes, value);
            }

            @Override
            public @Nullable Runnable putOffReading(int address, int bytes) {
                Bus.Region region = bus.find(address);
                Memory memory = region == null ? null : region.memory();
                if (memory != sram || region.base() != SRAM_BASE || !region.contains(address, bytes)) {
                    return null;
                }
                memory.putOffReading(address - SRAM_BASE, bytes, true);
                return () -> memory.putOffReading(address - SRAM_BASE, bytes, false);
            }
        };
        InterruptLine[] interrupts = new InterruptLine[positions.length];
        for (int i = 0; i < positions.length; i++) {
            interrupts[i] = irqs.apply(positions[i]);
        }
        Dma dma = new Dma(number, time, clocks.hclk(), master, interrupts);
        gate(gate, dma);
        return dma;
    }

    private void createTimers() {
        int[] positions = {28, 29, 30, 50};
        for (int number = 2; number <= 5; number++) {
            InterruptLine irq = irqs.apply(positions[number - 2]);
            Tim timer = new Tim(number, time, clocks.timers1(), irq, DmaRequests.of(number, dma1));
            gate(RccGate.valueOf(timer.name()), timer);
            freezable.put(Dbgmcu.Freeze.valueOf(timer.name()), timer::freeze);
        }
    }

    private void createUsarts() {
        ClockLine apb1 = clocks.pclk1();
        ClockLine apb2 = clocks.pclk2();
        addUsart(1, USART1, apb2, 37, DmaRequests.both(dma2, 2, 5, 4), dma2.request(7, 4, USART1 + Usart.DR));
        InterruptLine rx2 = DmaRequests.both(dma1.request(5, 4), dma1.request(7, 6));
        addUsart(2, USART2, apb1, 38, rx2, dma1.request(6, 4, USART2 + Usart.DR));
        DmaRequest tx6 = DmaRequest.both(dma2.request(6, 5, USART6 + Usart.DR), dma2.request(7, 5, USART6 + Usart.DR));
        addUsart(6, USART6, apb2, 71, DmaRequests.both(dma2, 1, 2, 5), tx6);
    }

    private void addUsart(int number, int base, ClockLine clock, int position, InterruptLine rx, DmaRequest tx) {
        SerialLine line = new SerialLine() {
            @Override
            public void sent(SerialFrame frame) {
                lines.get(number).sent(frame);
            }

            @Override
            public boolean isReceiving() {
                return lines.get(number).isReceiving();
            }
        };
        Usart usart = new Usart("USART" + number, base, time, clock, irqs.apply(position), rx, tx, line);
        usarts.put(number, usart);
        gate(RccGate.valueOf(usart.name()), usart);
    }

    /** Names what a USART's pins lead to. */
    void connect(int usart, SerialLine line) {
        lines.set(usart, line);
    }

    private void mapAll(byte[] uid) {
        bus.mapRom("Flash alias", 0, flashMemory, flash.programming());
        bus.mapRom("Flash", FLASH_BASE, flashMemory, flash.programming());
        bus.map("System memory", DeviceSignature.BASE, DeviceSignature.BYTES, new DeviceSignature(uid));
        bus.map("Option bytes", OPTION_BYTES, OPTION_AREA, flash.optionBytes());
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

    /** Resets everything but the backup domain, the reset flags and the debug registers (RM0383 6.1.1). */
    void reset() {
        rcc.reset();
        gated.keySet().forEach(RegisterBlock::reset);
        flash.reset();
        exti.reset();
        iwdg.reset();
        if (flash.hardwareWatchdog()) {
            iwdg.start();
        }
    }

    /** Stops and continues what DBGMCU says is to stand still with the core. */
    void coreHalted(boolean halted) {
        freezable.forEach((block, freeze) -> freeze.accept(halted && dbgmcu.freezes(block)));
    }

    /** Tells whether something is under way that ends by itself: an operation of the flash, or a transfer. */
    boolean isBusy() {
        return flash.isBusy() || dma1.isBusy() || dma2.isBusy();
    }
}
