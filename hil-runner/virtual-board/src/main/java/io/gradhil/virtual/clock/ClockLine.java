package io.gradhil.virtual.clock;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/** A clock that feeds blocks of the chip: a frequency that may change, and exact conversion between ticks and picoseconds. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ClockLine {
    /** Picoseconds in a second. */
    public static final long SECOND = 1_000_000_000_000L;

    private static final long MICROSECOND = 1_000_000L;

    private final List<Runnable> beforeChange = new ArrayList<>();
    private final List<Runnable> afterChange = new ArrayList<>();
    private long hz;
    private long wholePicoseconds;
    private long remainder;

    /** Creates a clock of a frequency in hertz, above 0. */
    public ClockLine(long hz) {
        assign(hz);
    }

    private void assign(long newHz) {
        hz = newHz;
        wholePicoseconds = SECOND / newHz;
        remainder = SECOND % newHz;
    }

    /** Returns the frequency. */
    public long hz() {
        return hz;
    }

    /** Changes the frequency; whoever counts on this clock is told before and after. */
    public void set(long newHz) {
        if (newHz != hz) {
            beforeChange.forEach(Runnable::run);
            assign(newHz);
            afterChange.forEach(Runnable::run);
        }
    }

    /**
     * Lets a block keep its count over changes.
     *
     * @param before runs while the former frequency still holds
     * @param after runs when the new one does
     */
    public void onChange(Runnable before, Runnable after) {
        beforeChange.add(before);
        afterChange.add(after);
    }

    /** Returns how long a number of ticks takes, in picoseconds rounded down; exact below 9e10 ticks. */
    public long picoseconds(long ticks) {
        return remainder == 0 ? ticks * wholePicoseconds : ticks * wholePicoseconds + ticks * remainder / hz;
    }

    /** Returns how many ticks are complete after a time in picoseconds. */
    public long ticks(long picoseconds) {
        if (remainder == 0) {
            return picoseconds / wholePicoseconds;
        }
        // floor(f hz / 10^12) with f in microseconds and a rest, so that no product leaves 64 bits.
        long fraction = picoseconds % SECOND;
        long micro = fraction / MICROSECOND * hz + fraction % MICROSECOND * hz / MICROSECOND;
        return picoseconds / SECOND * hz + micro / MICROSECOND;
    }

    /** Returns the smallest number of ticks that takes at least a time in picoseconds. */
    public long ticksCovering(long picoseconds) {
        long ticks = ticks(picoseconds);
        while (picoseconds(ticks) < picoseconds) {
            ticks++;
        }
        return ticks;
    }
}
