package io.gradhil.virtual;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.peripheral.ClockSource;
import java.time.Duration;
import java.util.PriorityQueue;
import org.apiguardian.api.API;

/** Faults on command. All are deterministic: by cycle, or by a seed. For the thread that runs the board. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Faults {
    private final Stm32f411 chip;
    private final SerialPort serial;
    private final Runnable powerOff;
    private final PriorityQueue<Planned> planned = new PriorityQueue<>();
    private long order;

    Faults(Stm32f411 chip, SerialPort serial, Runnable powerOff) {
        this.chip = chip;
        this.serial = serial;
        this.powerOff = powerOff;
    }

    /** Makes the serial line bad, or good again with {@link WireFaults#NONE}. */
    public void wire(WireFaults toBoard, WireFaults fromBoard) {
        serial.faults(toBoard, fromBoard);
    }

    /** Holds back all bytes in both directions from now on for a time. */
    public void stallPort(Duration duration) {
        serial.stall(duration);
    }

    /**
     * Flips a bit of the SRAM or the flash when the core's cycle count reaches {@code cycle}.
     *
     * @param address of the byte
     * @param bit 0 to 7
     */
    public void flipMemoryBit(int address, int bit, long cycle) {
        Bus.Region region = chip.blocks.bus.find(address);
        if (region == null || region.memory() == null || bit < 0 || bit > 7) {
            throw new IllegalArgumentException(String.format("No bit %d of a memory at 0x%08X", bit, address));
        }
        int offset = address - region.base();
        at(cycle, () -> region.memory().write8(offset, region.memory().read8(offset) ^ 1 << bit));
    }

    /**
     * Flips a bit of a core register when the cycle count reaches {@code cycle}.
     *
     * @param register number in DCRSR.REGSEL: 0 to 12, 13 SP, 14 LR, 15 PC, 16 xPSR, 64 and up S0 to S31
     * @param bit 0 to 31
     */
    public void flipRegisterBit(int register, int bit, long cycle) {
        if (bit < 0 || bit > 31) {
            throw new IllegalArgumentException("No bit " + bit + " of a register");
        }
        at(cycle, () -> chip.core.register(register, chip.core.register(register) ^ 1 << bit));
    }

    /** Takes the power away when the cycle count reaches {@code cycle}. */
    public void losePower(long cycle) {
        at(cycle, powerOff);
    }

    /** Breaks a clock for good, from now on: it never becomes ready again, and a chip that runs on it falls back to the HSI. */
    public void breakClock(ClockSource source) {
        chip.blocks.rcc.breakDown(source);
    }

    private void at(long cycle, Runnable action) {
        if (cycle < chip.core.cycles()) {
            throw new IllegalArgumentException("Cycle " + cycle + " is past: it is " + chip.core.cycles());
        }
        planned.add(new Planned(cycle, order++, action));
    }

    long nextCycle() {
        return planned.isEmpty() ? Long.MAX_VALUE : planned.element().cycle;
    }

    void runDue() {
        while (!planned.isEmpty() && planned.element().cycle <= chip.core.cycles()) {
            planned.remove().action.run();
        }
    }

    private record Planned(long cycle, long order, Runnable action) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byCycle = Long.compare(cycle, other.cycle);
            return byCycle != 0 ? byCycle : Long.compare(order, other.order);
        }
    }
}
