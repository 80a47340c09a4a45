package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import org.apiguardian.api.API;

/**
 * DMA controller (RM0383 chapter 9): eight streams, an arbiter.
 *
 * <p>Simplified: one item moves in {@value #CYCLES_PER_ITEM} cycles of HCLK, whatever the bursts (MBURST and PBURST have no effect), and the
 * core is not slowed down meanwhile; memory is read when the peripheral asks, not ahead; FIFO errors do not occur.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Dma extends RegisterBlock {
    private static final int LISR = 0x00;
    private static final int HISR = 0x04;
    private static final int LIFCR = 0x08;
    private static final int HIFCR = 0x0C;
    private static final int FIRST_STREAM = 0x10;
    private static final int STREAM_BYTES = 0x18;
    private static final int STREAMS = 8;
    private static final int CHANNELS = 8;

    /** Two accesses of two cycles each, and one to arbitrate. */
    private static final int CYCLES_PER_ITEM = 5;
    /** Of a transfer: DMA_SxNDTR has 16 bits. */
    private static final int MOST_ITEMS = 1 << 16;

    private final VirtualTime time;
    private final ClockLine hclk;
    private final DmaStream[] streams = new DmaStream[STREAMS];
    private final int[] levels = new int[STREAMS];
    private final int[] pulses = new int[STREAMS];
    /** By stream and channel: the register of a peripheral that interrupts nobody when an item comes, else 0. */
    private final int[][] quiet = new int[STREAMS][CHANNELS];

    /** Streams that ask for an item, a bit each. */
    private int asking;

    private boolean serving;
    private final VirtualTime.Event next;

    /**
     * Creates a controller.
     *
     * @param number 1 or 2; only the second moves data from memory to memory
     * @param interrupts one line for each stream
     */
    public Dma(int number, VirtualTime time, ClockLine hclk, BusMaster bus, InterruptLine[] interrupts) {
        super("DMA" + number, 0x40026000 + 0x400 * (number - 1), Access.AHB);
        this.time = time;
        this.hclk = hclk;
        this.next = time.event(this::moveOne);
        for (int i = 0; i < STREAMS; i++) {
            streams[i] = new DmaStream(this, i, bus, interrupts[i], number == 2);
        }
    }

    @Override
    public void reset() {
        next.cancel();
        serving = false;
        for (int i = 0; i < STREAMS; i++) {
            streams[i].reset();
            pulses[i] = 0;
            ask(i);
        }
    }

    /** Returns the request line of a channel of a stream (tables 27 and 28) that asks as long as it is asserted. */
    public InterruptLine request(int stream, int channel) {
        return asserted -> {
            int before = levels[stream];
            levels[stream] = asserted ? before | 1 << channel : before & ~(1 << channel);
            if (levels[stream] != before) {
                ask(stream);
                serve();
            }
        };
    }

    /** Returns the request of a peripheral whose register at {@code address} takes what is moved. */
    public DmaRequest request(int stream, int channel, int address) {
        InterruptLine level = request(stream, channel);
        return new DmaRequest() {
            @Override
            public void set(boolean asserted, boolean quietly) {
                quiet[stream][channel] = quietly ? address : 0;
                level.set(asserted);
            }

            @Override
            public long quietItems() {
                return streams[stream].listensTo(channel) ? streams[stream].quietItems(address) : VirtualTime.NEVER;
            }
        };
    }

    /** Returns what asks once, whenever it is run, on a channel of a stream. */
    public Runnable pulse(int stream, int channel) {
        return () -> {
            if (streams[stream].listensTo(channel)) {
                pulses[stream] |= 1 << channel;
                ask(stream);
                serve();
            }
        };
    }

    /** Tells whether a transfer is under way. */
    public boolean isBusy() {
        return serving;
    }

    /** Notes whether a stream asks for an item, after something has changed that decides it. */
    private void ask(int stream) {
        boolean requested = ((levels[stream] | pulses[stream]) >>> streams[stream].channel() & 1) != 0;
        asking = streams[stream].wantsToMove(requested) ? asking | 1 << stream : asking & ~(1 << stream);
    }

    /** Begins to serve requests, if there are any and nothing is under way. */
    private void serve() {
        if (!serving && asking != 0 && isClocked()) {
            serving = true;
            long duration = hclk.picoseconds(CYCLES_PER_ITEM);
            long at = time.now() + duration;
            next.setQuietly(at, at + duration * quietItems());
        }
    }

    /** Returns how many items move before the program hears of it. */
    private long quietItems() {
        int stream = Integer.numberOfTrailingZeros(asking);
        long items = streams[stream].quietItems(quiet[stream][streams[stream].channel()]);
        return asking == 1 << stream ? Math.min(items, MOST_ITEMS) : 0;
    }

    private void moveOne() {
        if (asking != 0) {
            int stream = chosen();
            pulses[stream] &= ~(1 << streams[stream].channel());
            streams[stream].moveOne();
            ask(stream);
        }
        serving = false;
        serve();
    }

    /** Returns the stream to serve next: highest PL first, then lowest number (9.3.5). */
    private int chosen() {
        int best = Integer.numberOfTrailingZeros(asking);
        for (int i = best + 1; asking >>> i != 0; i++) {
            if ((asking >>> i & 1) != 0 && streams[i].priority() > streams[best].priority()) {
                best = i;
            }
        }
        return best;
    }

    /** Returns where a stream's flags are in LISR or HISR. */
    private static int shift(int streamOfFour) {
        return new int[] {0, 6, 16, 22}[streamOfFour];
    }

    private int flags(int firstStream) {
        int word = 0;
        for (int i = 0; i < 4; i++) {
            word |= streams[firstStream + i].flags() << shift(i);
        }
        return word;
    }

    private void clearFlags(int firstStream, int word) {
        for (int i = 0; i < 4; i++) {
            streams[firstStream + i].clearFlags(word >>> shift(i));
        }
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case LISR -> flags(0);
            case HISR -> flags(4);
            case LIFCR, HIFCR -> 0;
            default -> {
                int stream = (offset - FIRST_STREAM) / STREAM_BYTES;
                if (offset < FIRST_STREAM || stream >= STREAMS) {
                    throw unreadable(offset);
                }
                yield streams[stream].load((offset - FIRST_STREAM) % STREAM_BYTES);
            }
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case LISR, HISR -> {}
            case LIFCR -> clearFlags(0, value);
            case HIFCR -> clearFlags(4, value);
            default -> {
                int stream = (offset - FIRST_STREAM) / STREAM_BYTES;
                if (offset < FIRST_STREAM || stream >= STREAMS) {
                    throw unwritable(offset, value);
                }
                streams[stream].store((offset - FIRST_STREAM) % STREAM_BYTES, value);
                ask(stream);
                serve();
            }
        }
    }

    /** Refuses bits of a stream's register. */
    void refuse(int stream, String bits, int mask, int register, int value) {
        refuse("S" + stream + bits, mask, FIRST_STREAM + STREAM_BYTES * stream + register, value);
    }
}
