package io.gradhil.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import io.gradhil.core.Deadline;
import io.gradhil.core.PortFault;
import io.gradhil.core.PortUnavailableException;
import io.gradhil.link.ByteLink;
import io.gradhil.link.StreamLink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apiguardian.api.API;

/** A serial port, 8 data bits, no parity, 1 stop bit; read from the moment it is open. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SerialLink implements ByteLink {
    /** The library's tick: a read returns at the latest after this time, so that the port can be closed. */
    private static final int READ_MILLIS = 100;

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
        PortFault fault = PortErrors.fault(code, exists(path));
        String seen =
                switch (fault) {
                    case PERMISSION -> SerialPermissions.describe(path);
                    case BUSY -> String.join("\n", PortUsers.of(path));
                    case BAUD_REFUSED -> baud + " baud";
                    case VANISHED, NOT_A_PORT -> "";
                    case UNKNOWN -> "error " + code + " of the operating system";
                };
        return new PortUnavailableException(path, fault, seen);
    }

    private static String lost(String path) {
        return exists(path) ? "the port was closed or has failed" : "the port is gone: unplugged?";
    }

    /** A name that is no file, such as COM3, exists as far as anyone can tell. */
    private static boolean exists(String path) {
        return !path.contains("/") || Files.exists(Path.of(path));
    }

    /** Throws away what has arrived so far, and returns how many bytes that were. */
    public int discard() {
        byte[] buffer = new byte[1024];
        int total = 0;
        for (int count = 1; count > 0; total += count) {
            count = link.read(buffer, Deadline.after(Duration.ZERO));
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
