package io.gradhil.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import io.gradhil.core.Deadline;
import io.gradhil.core.PortFault;
import io.gradhil.core.PortUnavailableException;
import io.gradhil.link.ByteLink;
import io.gradhil.link.StreamLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/** A serial port, 8 data bits, no parity, 1 stop bit; read from the moment it is open. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SerialLink implements ByteLink {
    /** The library's tick: a read returns at the latest after this time, so that the port can be closed. */
    private static final int READ_MILLIS = 100;

    /** Codes of the operating system, Linux and macOS. */
    private static final int EACCES = 13;

    private static final List<Integer> PERMISSION_CODES = List.of(1, EACCES);

    /** EAGAIN of flock on Linux and on macOS, EBUSY; and 2, the library's own for "open in this process". */
    private static final List<Integer> BUSY_CODES = List.of(11, 35, 16, 2);

    private final SerialPort port;
    private final StreamLink link;

    private SerialLink(SerialPort port, StreamLink link) {
        this.port = port;
        this.link = link;
    }

    /**
     * Opens a port and starts reading.
     *
     * @param path the port
     * @param baud bits per second
     * @throws PortUnavailableException if it cannot be opened or set up; nothing stays open
     */
    public static SerialLink open(String path, int baud) {
        SerialPort port = SerialPorts.find(path);
        port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        if (!port.openPort(0)) {
            throw refused(path, baud, port.getLastErrorCode());
        }
        SerialStreams streams = new SerialStreams(port);
        return new SerialLink(port, new StreamLink(path, streams.input(), streams.output(), streams, () -> lost(path)));
    }

    private static PortUnavailableException refused(String path, int baud, int code) {
        String error = "error " + code + " of the operating system";
        if (!Files.exists(Path.of(path)) && path.contains("/")) {
            return new PortUnavailableException(path, PortFault.VANISHED, "");
        }
        if (PERMISSION_CODES.contains(code)) {
            return new PortUnavailableException(path, PortFault.PERMISSION, SerialPermissions.describe(path));
        }
        if (BUSY_CODES.contains(code)) {
            return new PortUnavailableException(path, PortFault.BUSY, String.join("\n", PortUsers.of(path)));
        }
        return new PortUnavailableException(path, PortFault.UNKNOWN, error + ", at " + baud + " baud");
    }

    private static String lost(String path) {
        return Files.exists(Path.of(path)) || !path.contains("/")
                ? "the port " + path + " was closed or failed"
                : "the port " + path + " is gone: unplugged?";
    }

    /** Throws away what has arrived so far, and returns how many bytes that were. */
    public int discard() {
        byte[] buffer = new byte[1024];
        int total = 0;
        for (int count = 1; count > 0; total += count) {
            count = link.read(buffer, Deadline.after(java.time.Duration.ZERO));
        }
        return total;
    }

    @Override
    public void write(byte[] bytes) {
        link.write(bytes);
    }

    @Override
    public void write(byte[] bytes, int count) {
        link.write(bytes, count);
    }

    @Override
    public boolean rate(int baud) {
        return port.setBaudRate(baud);
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        return link.read(into, deadline);
    }

    @Override
    public void close() {
        link.close();
    }
}
