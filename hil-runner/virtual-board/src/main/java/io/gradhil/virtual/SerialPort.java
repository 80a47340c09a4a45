package io.gradhil.virtual;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.VirtualTime;
import io.gradhil.virtual.peripheral.SerialFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * The board's virtual COM port: the ST-LINK's UART on PA2 and PA3, 8 data bits, no parity, one stop bit. Bytes take their time on the wire in
 * both directions: ten bit times each.
 *
 * <p>For the thread that runs the board.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SerialPort {
    /** The baud rate until {@link #baud} says otherwise. */
    public static final int DEFAULT_BAUD = 115_200;

    private static final int FRAME_BITS = 10;
    private static final int DATA_BITS = 8;

    private final VirtualTime time;
    private final Consumer<SerialFrame> board;
    private final BooleanSupplier boardSends;
    private final ByteQueue toBoard = new ByteQueue();
    private final ByteQueue fromBoard = new ByteQueue();
    /** Bytes from the board that a stall or a delay holds back, and when each arrives. */
    private final Deque<Late> late = new ArrayDeque<>();

    private final VirtualTime.Event delivery;
    private final VirtualTime.Event arrival;
    private ClockLine bits = new ClockLine(DEFAULT_BAUD);
    private WireFaults.Dice in = new WireFaults.Dice(WireFaults.NONE);
    private WireFaults.Dice out = new WireFaults.Dice(WireFaults.NONE);
    private SerialFrame coming = SerialFrame.of(0, 1);
    private boolean delivering;
    private long begins;
    private long wireFree;
    private long stalledUntil;
    private long outFree;

    private record Late(long at, int value) {}

    SerialPort(VirtualTime time, Consumer<SerialFrame> board, BooleanSupplier boardSends) {
        this.time = time;
        this.board = board;
        this.boardSends = boardSends;
        delivery = time.event(this::delivered);
        arrival = time.event(this::lateArrived);
    }

    /** Sets the rate at which the host's side sends and samples. */
    public void baud(int newBaud) {
        bits = new ClockLine(newBaud);
    }

    /** Sends bytes to the board: the first as soon as the wire is free, the others one after the other. */
    public void send(byte[] bytes) {
        for (byte b : bytes) {
            toBoard.add(b);
        }
        deliverNext();
    }

    /** Returns what the board has sent since the last call, potentially empty. */
    public byte[] receive() {
        byte[] bytes = new byte[fromBoard.size()];
        fromBoard.drain(bytes);
        return bytes;
    }

    /** Moves what {@link #receive} would return to the end of a queue. */
    void receive(ByteQueue into) {
        while (!fromBoard.isEmpty()) {
            into.add(fromBoard.remove());
        }
    }

    /** Returns how many bytes {@link #receive} would return. */
    public int received() {
        return fromBoard.size();
    }

    /** Tells whether nothing is on the wire or waits for it, in either direction. */
    public boolean isQuiet() {
        return toBoard.isEmpty() && !delivering && late.isEmpty() && !boardSends.getAsBoolean();
    }

    /** Forgets the bytes that are under way in either direction: the host has closed and opened the port. */
    public void flush() {
        toBoard.clear();
        delivery.cancel();
        delivering = false;
        fromBoard.clear();
        late.clear();
        arrival.cancel();
    }

    void faults(WireFaults toTheBoard, WireFaults fromTheBoard) {
        in = new WireFaults.Dice(toTheBoard);
        out = new WireFaults.Dice(fromTheBoard);
    }

    /** Holds back all bytes in both directions for a while, as the ST-LINK does when USB is busy. */
    void stall(Duration duration) {
        stalledUntil = time.now() + duration.toNanos() * 1000;
    }

    private void deliverNext() {
        while (!delivering && !toBoard.isEmpty()) {
            int value = toBoard.remove();
            if (in.isSound() || !in.drops()) {
                deliver(value);
            }
        }
    }

    private void deliver(int value) {
        delivering = true;
        long start = Math.max(Math.max(time.now(), wireFree), stalledUntil);
        int arriving = value;
        if (!in.isSound()) {
            if (in.duplicates()) {
                toBoard.addFirst(value);
            }
            start += in.delay();
            arriving = in.maybeCorrupted(value);
        }
        begins = start;
        wireFree = start + bits.picoseconds(FRAME_BITS);
        coming = SerialFrame.of(arriving, bits.picoseconds(1));
        delivery.set(wireFree);
    }

    /** Tells whether a character is on the wire to the board, its start bit too. */
    boolean isDelivering() {
        return delivering && begins < time.now();
    }

    private void delivered() {
        delivering = false;
        board.accept(coming);
        deliverNext();
    }

    /** Takes what the USART has sent, as the ST-LINK samples it. A character with a broken stop bit is passed on as it is. */
    void sentByBoard(SerialFrame frame) {
        int value = frame.sample(DATA_BITS, bits.picoseconds(1)) & 0xFF;
        if (out.isSound()) {
            pass(value, 0);
        } else if (!out.drops()) {
            int damaged = out.maybeCorrupted(value);
            pass(damaged, out.delay());
            if (out.duplicates()) {
                pass(damaged, out.delay());
            }
        }
    }

    private void pass(int value, long delay) {
        long at = Math.max(Math.max(time.now(), stalledUntil), outFree) + delay;
        outFree = at;
        if (at == time.now() && late.isEmpty()) {
            fromBoard.add(value);
        } else {
            late.add(new Late(at, value));
            arrival.setQuietly(late.element().at, VirtualTime.NEVER);
        }
    }

    private void lateArrived() {
        while (!late.isEmpty() && late.element().at <= time.now()) {
            fromBoard.add(late.remove().value);
        }
        if (!late.isEmpty()) {
            arrival.setQuietly(late.element().at, VirtualTime.NEVER);
        }
    }
}
