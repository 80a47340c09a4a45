package io.gradhil.virtual.stlink;

import io.gradhil.virtual.BoardThread;
import io.gradhil.virtual.VirtualNucleo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * An ST-LINK/V2-1 as it sits on a NUCLEO-F411RE: connected by SWD and NRST to its board, which it supplies with power. One client has it at a time, as over
 * USB.
 *
 * <p>All methods may be called from any thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StLink {
    static final int VENDOR = 0x0483;
    static final int PRODUCT = 0x374B;
    /** V2J40M27. */
    private static final int VERSION = 2 << 12 | 40 << 6 | 27;

    private static final int SERIAL_DIGITS = 24;
    private static final int MODE_MASS = 1;
    private static final int MODE_DEBUG = 2;
    /** What the probe's converter makes of its reference of 1.2 V, and of half of 3.25 V. */
    private static final int ADC_REFERENCE = 1500;

    private static final int ADC_HALF_TARGET = 2031;
    /** A read or a write through the access port: request, acknowledge, data, turnarounds, idle cycles. */
    private static final int SWD_BITS = 46;

    private static final long SECOND_NANOS = 1_000_000_000;
    /** A client that was killed has lost its connection, but this process may not have seen that yet. */
    private static final long RELEASE_NANOS = 500_000_000;

    private final String serial;
    private final BoardThread board;
    private final DebugCommands commands;

    // Guarded by this.
    private boolean plugged = true;
    private boolean hanging;
    private boolean busy;
    private int owner;

    /**
     * Creates a probe that is plugged in.
     *
     * @param serial 24 hexadecimal digits, upper case
     */
    public StLink(String serial, BoardThread board) {
        if (!serial.matches("[0-9A-F]{" + SERIAL_DIGITS + "}")) {
            throw new IllegalArgumentException(
                    "The serial of an ST-LINK has 24 digits 0 to 9, A to F: \"" + serial + "\"");
        }
        this.serial = serial;
        this.board = board;
        commands = board.call(DebugCommands::new);
    }

    /** Returns the serial number. */
    public String serial() {
        return serial;
    }

    /** Returns the board it is connected to. */
    public BoardThread board() {
        return board;
    }

    /** Pulls the USB cable: the probe vanishes and the board is without power. */
    public void unplug() {
        synchronized (this) {
            plugged = false;
            owner = 0;
            notifyAll();
        }
        board.call(nucleo -> {
            commands.reset();
            nucleo.powerOff();
            return null;
        });
    }

    /** Plugs the USB cable in: the board has power, and the probe is there again. */
    public void plug() {
        board.call(nucleo -> {
            nucleo.powerOn();
            return null;
        });
        board.run(Duration.ZERO);
        synchronized (this) {
            plugged = true;
        }
    }

    /** Tells whether the USB cable is plugged in. */
    public synchronized boolean isPlugged() {
        return plugged;
    }

    /** Makes the probe answer no command any more, or those that come from now on. */
    public synchronized void hang(boolean on) {
        hanging = on;
    }

    /** Makes another program of the host have the probe, or give it back. */
    public synchronized void busy(boolean on) {
        busy = on;
        notifyAll();
    }

    // For the server

    /** Tells whether somebody has the probe, and goes on having it. */
    synchronized boolean isUsed() {
        long end = System.nanoTime() + RELEASE_NANOS;
        for (long left = RELEASE_NANOS; !busy && owner != 0 && left > 0; left = end - System.nanoTime()) {
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return busy || owner != 0;
    }

    /** Gives the probe to a client; returns whether it was free. */
    synchronized boolean open(int client) {
        if (!plugged || busy || owner != 0) {
            return false;
        }
        owner = client;
        return true;
    }

    /** Takes the probe back from a client, if it has it. */
    synchronized void release(int client) {
        if (owner == client) {
            owner = 0;
            notifyAll();
        }
    }

    synchronized boolean belongsTo(int client) {
        return plugged && owner == client;
    }

    synchronized boolean isBusy() {
        return busy;
    }

    synchronized boolean isHanging() {
        return hanging;
    }

    /**
     * Executes a command.
     *
     * @param command 16 bytes
     * @param data what follows, potentially empty
     * @param length of the answer
     */
    byte[] execute(byte[] command, byte[] data, int length) {
        ByteBuffer answer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int hz = board.call(nucleo -> {
            execute(nucleo, littleEndian(command), littleEndian(data), answer);
            return commands.swdHz();
        });
        board.run(Duration.ofNanos(SWD_BITS * SECOND_NANOS / hz));
        return answer.array();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void execute(VirtualNucleo nucleo, ByteBuffer command, ByteBuffer data, ByteBuffer answer) {
        switch (command.get(0) & 0xFF) {
            case 0xF1 -> fill(answer, VERSION >>> 8, VERSION, VENDOR, VENDOR >>> 8, PRODUCT, PRODUCT >>> 8);
            case 0xF2 -> commands.execute(command, data, answer);
            case 0xF5 -> fill(answer, commands.isInDebugMode() ? MODE_DEBUG : MODE_MASS, 0);
            case 0xF7 -> {
                int target = nucleo.isPowered() ? ADC_HALF_TARGET : 0;
                fill(answer, ADC_REFERENCE, ADC_REFERENCE >>> 8, 0, 0, target, target >>> 8, 0, 0);
            }
            default -> fill(answer, ProbeStatus.UNKNOWN_COMMAND.code);
        }
    }

    private static void fill(ByteBuffer answer, int... bytes) {
        for (int i = 0; i < bytes.length && answer.hasRemaining(); i++) {
            answer.put((byte) bytes[i]);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "ST-LINK %s (%04x:%04x)", serial, VENDOR, PRODUCT);
    }
}
