package io.gradhil.virtual;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.cpu.CortexM4;
import io.gradhil.virtual.peripheral.Gpio;
import io.gradhil.virtual.peripheral.ResetCause;
import io.gradhil.virtual.peripheral.SerialFrame;
import io.gradhil.virtual.peripheral.SerialLine;
import io.gradhil.virtual.peripheral.Usart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * A NUCLEO-F411RE: executes an ARM image, cycle by cycle of virtual time, and models the chip around the core.
 *
 * <pre>{@code
 * VirtualNucleo board = new VirtualNucleo();
 * board.load(Path.of("firmware.elf"));
 * board.powerOn();
 * board.serial().send("hello".getBytes(US_ASCII));
 * board.runUntil(() -> board.serial().received() >= 5, Duration.ofSeconds(1));
 * }</pre>
 *
 * <p>The same image and the same calls give the same cycle counts, every time. Nothing here waits for the wall clock or starts
 * a thread; {@link BoardThread} does. For one thread at a time.
 *
 * <p>Methods that run the board throw {@link io.gradhil.virtual.bus.UnmodelledAccessException} when the program uses something that is not
 * modelled.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class VirtualNucleo {
    /** Most cycles between two looks at what is waited for. */
    private static final long SLICE = 100_000;

    private static final int UID_BYTES = 12;
    private static final int LD2 = 5;
    private static final int B1 = 13;
    private static final int TX = 2;
    private static final int RX = 3;
    private static final int USART2 = 2;
    private static final int AF7 = 7;
    private static final int PC = 15;

    private final Stm32f411 chip;
    private final SerialPort serial;
    private final Faults faults;
    private List<ElfImage.Segment> ramSegments = List.of();
    private boolean powered;
    private int powerUps;

    /** Creates a board without power, its flash erased. */
    public VirtualNucleo() {
        this(0);
    }

    /**
     * Creates a board without power, its flash erased.
     *
     * @param seed of what is random on silicon: the RAM after power-on, what is left of an operation of the flash that was broken off, the
     *     unique ID
     */
    public VirtualNucleo(long seed) {
        byte[] uid = ByteBuffer.allocate(UID_BYTES)
                .put("VIRT".getBytes(StandardCharsets.US_ASCII))
                .putLong(seed)
                .array();
        chip = new Stm32f411(seed, uid);
        Usart usart = chip.blocks.usarts.get(USART2);
        Gpio portA = chip.blocks.gpio.get('A');
        serial = new SerialPort(
                chip.time,
                frame -> {
                    if (portA.alternateFunction(RX) == AF7) {
                        usart.receive(frame);
                    }
                },
                usart::isBusy);
        chip.blocks.connect(USART2, new SerialLine() {
            @Override
            public void sent(SerialFrame frame) {
                if (portA.alternateFunction(TX) == AF7) {
                    serial.sentByBoard(frame);
                }
            }

            @Override
            public boolean isReceiving() {
                return portA.alternateFunction(RX) == AF7 && serial.isDelivering();
            }
        });
        faults = new Faults(chip, serial, this::powerOff);
        pressButton(false);
    }

    /**
     * Erases the flash and puts an image into it, as a programmer does; what the board is doing ends, and its power is off. Segments in RAM are
     * loaded at power-on.
     *
     * @throws ImageRefusedException if the file is not an image for this chip; the flash is as before then
     */
    public void load(byte[] elf) {
        List<ElfImage.Segment> segments = ElfImage.segments(elf);
        powerOff();
        chip.blocks.flashMemory.fill(0, ChipBlocks.FLASH_BYTES, 0xFF);
        segments.stream()
                .filter(segment -> !isRam(segment))
                .forEach(segment ->
                        chip.blocks.flashMemory.write(segment.address() - ChipBlocks.FLASH_BASE, segment.content()));
        ramSegments = segments.stream().filter(VirtualNucleo::isRam).toList();
    }

    /** Loads an image from a file, see {@link #load(byte[])}. */
    public void load(Path elf) throws IOException {
        load(Files.readAllBytes(elf));
    }

    private static boolean isRam(ElfImage.Segment segment) {
        return segment.address() >= ChipBlocks.SRAM_BASE;
    }

    /** Switches the supply off and on: the RAM has no content, the reset cause is power-on. */
    public void powerOn() {
        powerOff();
        powered = true;
        powerUps++;
        serial.flush();
        chip.powerOn();
        ramSegments.forEach(
                segment -> chip.blocks.sram.write(segment.address() - ChipBlocks.SRAM_BASE, segment.content()));
    }

    /** Switches the supply off. What the flash was doing stays half done. */
    public void powerOff() {
        if (powered) {
            powered = false;
            chip.powerOff();
        }
    }

    /** Tells whether the board has power. */
    public boolean isPowered() {
        return powered;
    }

    /** Returns how often the supply was switched on. */
    public int powerUps() {
        return powerUps;
    }

    /** Pulls NRST low for a moment: the RAM keeps its content, the reset cause is the pin. No effect without power. */
    public void reset() {
        if (powered && !chip.isHeld()) {
            chip.reset(ResetCause.PIN);
        }
    }

    /** Holds NRST low, or lets it go; meanwhile the core does nothing, and a probe sees only its debug registers. */
    public void holdReset(boolean low) {
        if (low) {
            chip.hold();
        } else {
            chip.release();
        }
    }

    /** Tells whether NRST is held low. */
    public boolean isHeldInReset() {
        return chip.isHeld();
    }

    /** Tells whether a debugger programs the flash, by itself or by a loader that it has put into the RAM. */
    public boolean isProgramming() {
        return chip.isProgramming();
    }

    /** Runs for a time. */
    public Stop runFor(Duration duration) {
        return runUnless(() -> false, duration);
    }

    /**
     * Runs until something is so. It is looked at whenever something has happened on the chip, and at least every {@value #SLICE} cycles.
     *
     * @param atMost in virtual time
     */
    public Stop runUntil(BooleanSupplier condition, Duration atMost) {
        chip.time.stopAlways(true);
        try {
            return runUnless(condition, atMost);
        } finally {
            chip.time.stopAlways(false);
        }
    }

    /** As {@link #runUntil}, but what the program cannot notice is no reason to look; so the board is faster. */
    Stop runUnless(BooleanSupplier condition, Duration atMost) {
        long end = picoseconds() + atMost.toNanos() * 1000;
        while (powered) {
            if (condition.getAsBoolean()) {
                return Stop.CONDITION;
            }
            if (picoseconds() >= end) {
                return Stop.TIME;
            }
            slice(Math.min(chip.core.cycles() + SLICE, chip.time.cycleAt(end)));
        }
        return Stop.POWER_OFF;
    }

    private void slice(long cycle) {
        chip.runUntil(Math.min(cycle, faults.nextCycle()));
        faults.runDue();
    }

    /** Executes one instruction, or enters one exception, even if the core is halted. */
    public void step() {
        if (powered) {
            chip.step();
            faults.runDue();
        }
    }

    /** Returns how many cycles the core has spent since the board was made, asleep and without power included. */
    public long cycles() {
        return chip.core.cycles();
    }

    /** Returns the virtual time in picoseconds. */
    public long picoseconds() {
        return chip.time.now();
    }

    /** Returns the frequency of the core (HCLK) in hertz. */
    public long coreHz() {
        return chip.blocks.clocks.hclk().hz();
    }

    /**
     * Tells whether the board waits for somebody: the core sleeps, is halted, or is locked up without a watchdog, no byte is on its way, and
     * neither the flash nor a DMA stream is busy. A timer may run.
     */
    public boolean isIdle() {
        CortexM4 core = chip.core;
        boolean stuck = core.isLockedUp() && chip.time.nextCycle() == Long.MAX_VALUE;
        return (chip.isFastAsleep() || core.isHalted() || stuck) && serial.isQuiet() && !chip.blocks.isBusy();
    }

    /** Returns the virtual COM port. */
    public SerialPort serial() {
        return serial;
    }

    /** Returns the core, whose debug interface a probe uses: memory, registers, DHCSR and the like. */
    public CortexM4 core() {
        return chip.core;
    }

    /** Has {@code listener}, and no other, called each time before a watchdog resets the chip: what the core was doing can be seen then. */
    public void beforeWatchdogReset(Runnable listener) {
        chip.beforeWatchdog(listener);
    }

    /** Returns what can be made to go wrong. */
    public Faults faults() {
        return faults;
    }

    /** Returns a port of the chip, to drive and to look at its pins; {@code letter} is A to E or H. */
    public Gpio port(char letter) {
        Gpio port = chip.blocks.gpio.get(letter);
        if (port == null) {
            throw new IllegalArgumentException("No port " + letter + "; there are " + chip.blocks.gpio.keySet());
        }
        return port;
    }

    /** Tells whether the green LED is lit (PA5). */
    public boolean isLedOn() {
        return port('A').level(LD2);
    }

    /** Presses or releases the blue button (PC13, low while pressed). */
    public void pressButton(boolean down) {
        port('C').drive(B1, !down);
    }

    /** Returns what a user wants to know of a board that says nothing, in one line. */
    public String describe() {
        if (!powered) {
            return "without power";
        }
        CortexM4 core = chip.core;
        String doing = core.isLockedUp()
                ? "locked up"
                : core.isHalted() ? "halted by the debugger" : core.isSleeping() ? "asleep" : "running";
        double seconds = (double) picoseconds() / ClockLine.SECOND;
        return String.format(
                Locale.ROOT, "%s at PC 0x%08X, %.6f s, %d cycles", doing, core.register(PC), seconds, core.cycles());
    }
}
