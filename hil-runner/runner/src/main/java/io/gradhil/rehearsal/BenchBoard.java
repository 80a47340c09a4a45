package io.gradhil.rehearsal;

import io.gradhil.virtual.BoardThread;
import io.gradhil.virtual.Pace;
import io.gradhil.virtual.VirtualNucleo;
import io.gradhil.virtual.stlink.StLink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.apiguardian.api.API;

/** One board of a {@link Bench}: what a USB cable leads to. Methods may be called from any thread. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BenchBoard implements AutoCloseable {
    private static final int UID = 0x1FFF7A10;
    private static final int UID_WORDS = 3;

    private static final byte[] VIRTUAL = "VIRT".getBytes(StandardCharsets.US_ASCII);

    private final BoardThread thread;
    private final StLink probe;
    private final String uid;
    private final Path byId;
    private VirtualComPort port;

    /**
     * Creates a board with power and nothing in its flash.
     *
     * @param seed of what is random; also in the serial number and the chip's unique id
     * @param serialFolder where the system lists serial ports by what is behind them
     */
    BenchBoard(int seed, Path serialFolder) {
        VirtualNucleo nucleo = new VirtualNucleo(seed);
        nucleo.powerOn();
        uid = uid(nucleo);
        thread = new BoardThread(nucleo, Pace.REAL);
        probe = new StLink(serial(seed), thread);
        byId = serialFolder.resolve("usb-STMicroelectronics_STM32_STLink_" + probe.serial() + "-if02");
        try {
            port = new VirtualComPort(thread, probe.serial());
        } catch (RuntimeException e) {
            thread.close();
            throw e;
        }
        BenchFiles.point(byId, port.path());
    }

    private static String serial(int seed) {
        return String.format(
                Locale.ROOT, "0670FF%s%010X", HexFormat.of().withUpperCase().formatHex(VIRTUAL), seed);
    }

    private static String uid(VirtualNucleo nucleo) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * UID_WORDS).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < UID_WORDS; i++) {
            bytes.putInt(nucleo.core().read(UID + 4 * i, 4));
        }
        return HexFormat.of().formatHex(bytes.array());
    }

    /** Returns the serial number of the probe. */
    public String serial() {
        return probe.serial();
    }

    /** Returns the unique id of the chip, 24 hex digits. */
    public String uid() {
        return uid;
    }

    /** Returns the probe, which can be made to fail. */
    public StLink probe() {
        return probe;
    }

    /** Returns the board itself, which can be looked at and made to fail. */
    public BoardThread thread() {
        return thread;
    }

    /** Returns the link to the serial port, whose name does not change when the board is plugged in again. */
    public Path byId() {
        return byId;
    }

    /** Returns the serial port, as {@code /dev/ttyACM0} is one. */
    public synchronized Path port() {
        return port.path();
    }

    /** Pulls the USB cable: probe and serial port vanish, the board is without power. */
    public synchronized void unplug() {
        BenchFiles.remove(byId);
        probe.unplug();
        VirtualComPort gone = port;
        port = new VirtualComPort(
                thread, probe.serial()); // before the other's end, which so keeps its name from this one
        gone.close();
    }

    /** Plugs the USB cable in: the board has power and starts, the serial port has another name. */
    public synchronized void plug() {
        probe.plug();
        BenchFiles.point(byId, port.path());
    }

    @Override
    public synchronized void close() {
        BenchFiles.remove(byId);
        port.close();
        thread.close();
    }
}
