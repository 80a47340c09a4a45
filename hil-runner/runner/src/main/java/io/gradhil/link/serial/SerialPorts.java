package io.gradhil.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.gradhil.core.PortFault;
import io.gradhil.core.PortUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/** The machine's serial ports. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SerialPorts {
    private static final String USER = System.getProperty("user.name");

    static {
        loadNativeLibrary();
    }

    private SerialPorts() {}

    /**
     * Loads the library's native part, one process at a time: it unpacks itself into a shared folder, and a second process
     * would load what the first has half written. Each user has a folder of their own.
     */
    private static void loadNativeLibrary() {
        System.setProperty("fazecast.jSerialComm.appid", "gradhil-" + USER);
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "gradhil-serial-" + USER + ".lock");
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // released with the channel
            SerialPort.getVersion();
        } catch (IOException e) {
            throw new UncheckedIOException("No lock for loading the serial port library: " + lock, e);
        }
    }

    /** Returns the ports of USB devices; none is opened for it. */
    public static List<UsbSerialPort> usb() {
        return Arrays.stream(SerialPort.getCommPorts())
                .filter(port -> port.getVendorID() > 0)
                .map(port -> new UsbSerialPort(
                        port.getSystemPortPath(), port.getVendorID(), port.getProductID(), port.getSerialNumber()))
                .toList();
    }

    /**
     * Finds a port. The library looks for a missing file once more in /dev, by its last name: that would be another board's port, and
     * is not asked.
     */
    static SerialPort find(String path) {
        boolean file = path.contains("/");
        if (file && !Files.exists(Path.of(path))) {
            throw new PortUnavailableException(path, PortFault.VANISHED, "");
        }
        try {
            return SerialPort.getCommPort(path);
        } catch (SerialPortInvalidPortException e) {
            throw new PortUnavailableException(path, PortFault.VANISHED, String.valueOf(e.getMessage()));
        }
    }
}
