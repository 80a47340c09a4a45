package io.gradhil.virtual;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.VirtualTime;
import io.gradhil.virtual.peripheral.SerialFrame;
import java.io.ByteArrayOutputStream;
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
    private final Deque<Integer> toBoard = new ArrayDeque<>();
    private final ByteArrayOutputStream fromBoard = new ByteArrayOutputStream();
    private ClockLine bits = new ClockLine(DEFAULT_BAUD);
    private WireFaults.Dice in = new WireFaults.Dice(WireFaults.NONE);
    private WireFaults.Dice out = new WireFaults.Dice(WireFaults.NONE);
    private boolean delivering;
    private VirtualTime.Event delivery = () -> {};
    private long wireFree;
    private long stalledUntil;
    private long outFree;
    private int outPending;

    SerialPort(VirtualTime time, Consumer<SerialFrame> board, BooleanSupplier boardSends) {
        this.time = time;
        this.board = board;
        this.boardSends = boardSends;
    }

    /** Sets the rate at which the host's side sends and samples. */
    public void baud(int newBaud) {
        bits = new ClockLine(newBaud);
    }

    /** Sends bytes to the board: the first as soon as the wire is free, the others one after the other. */
    public void send(byte[] bytes) {
        for (byte b : bytes) {
            toBoard.add(b & 0xFF);
        }
        deliverNext();
    }

    /** Returns what the board has sent since the last call, potentially empty. */
    public byte[] receive() {
        byte[] bytes = fromBoard.toByteArray();
        fromBoard.reset();
        return bytes;
    }

    /** Returns how many bytes {@link #receive} would return. */
    public int received() {
        return fromBoard.size();
    }

    /** Tells whether nothing is on the wire or waits for it, in either direction. */
    public boolean isQuiet() {
        return toBoard.isEmpty() && !delivering && outPending == 0 && !boardSends.getAsBoolean();
    }

    /** Forgets the bytes that are under way in either direction: the host has closed and opened the port. */
    public void flush() {
        toBoard.clear();
        delivery.cancel();
        delivering = false;
        fromBoard.reset();
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
            if (!in.drops()) {
                deliver(value);
            }
        }
    }

    private void deliver(int value) {
        if (in.duplicates()) {
            toBoard.addFirst(value);
        }
        delivering = true;
        long start = Math.max(Math.max(time.now(), wireFree), stalledUntil) + in.delay();
        wireFree = start + bits.picoseconds(FRAME_BITS);
        SerialFrame frame = SerialFrame.of(in.maybeCorrupted(value), bits.picoseconds(1));
        delivery = time.at(wireFree, () -> delivered(frame));
    }

    private void delivered(SerialFrame frame) {
        delivering = false;
        board.accept(frame);
        deliverNext();
    }

    /** Takes what the USART has sent, as the ST-LINK samples it. A character with a broken stop bit is passed on as it is. */
    void sentByBoard(SerialFrame frame) {
        if (out.drops()) {
            return;
        }
        int value = out.maybeCorrupted(frame.sample(DATA_BITS, bits.picoseconds(1)) & 0xFF);
        pass(value);
        if (out.duplicates()) {
            pass(value);
        }
    }

    private void pass(int value) {
        long at = Math.max(Math.max(time.now(), stalledUntil), outFree) + out.delay();
        outFree = at;
        if (at == time.now() && outPending == 0) {
            fromBoard.write(value);
        } else {
            outPending++;
            time.at(at, () -> {
                outPending--;
                fromBoard.write(value);
            });
        }
    }
}
