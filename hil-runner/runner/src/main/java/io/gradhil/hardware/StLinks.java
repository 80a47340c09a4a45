package io.gradhil.hardware;

import io.gradhil.link.serial.SerialPorts;
import io.gradhil.link.serial.UsbSerialPort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Finds the ST-LINKs that are attached. On Linux by the links that udev keeps in {@code /dev/serial/by-id}, whose names
 * hold the probe's serial number; elsewhere by the ports' USB ids.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StLinks {
    /** System property that names another folder than {@code /dev/serial/by-id}. */
    public static final String FOLDER_PROPERTY = "hil.serial.dir";

    private static final Path BY_ID = Path.of("/dev/serial/by-id");

    /** For example {@code usb-STMicroelectronics_STM32_STLink_066DFF485550755187121723-if02}. */
    private static final Pattern LINK =
            Pattern.compile("usb-STMicroelectronics_(?:STM32_STLink|STLINK-V3)_([0-9A-Fa-f]+)-if[0-9]+");

    private static final int ST = 0x0483;

    /** ST-LINK/V2-1 with and without mass storage, V3E, V3S, V3 with two ports, V3E without mass storage, V3PWR. */
    private static final Set<Integer> PRODUCTS = Set.of(0x374B, 0x3752, 0x374E, 0x374F, 0x3753, 0x3754, 0x3757);

    private StLinks() {}

    /** Returns the probes that are attached, by serial number. */
    public static List<StLink> attached() {
        return folder().map(StLinks::in).orElseGet(() -> among(SerialPorts.usb()));
    }

    /** Returns where {@link #attached} looks, in words. */
    public static String where() {
        return folder().map(Path::toString)
                .orElseGet(() -> String.format(Locale.ROOT, "the serial ports of USB devices with vendor id %04x", ST));
    }

    private static Optional<Path> folder() {
        String named = System.getProperty(FOLDER_PROPERTY);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return System.getProperty("os.name").equals("Linux") ? Optional.of(BY_ID) : Optional.empty();
    }

    static List<StLink> in(Path folder) {
        List<StLink> found = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
            for (Path link : links) {
                Matcher name = LINK.matcher(link.getFileName().toString());
                if (name.matches()) {
                    found.add(new StLink(name.group(1), link.toString()));
                }
            }
        } catch (IOException noFolder) {
            return List.of(); // udev makes the folder with the first port
        }
        return onePerProbe(found);
    }

    static List<StLink> among(List<UsbSerialPort> ports) {
        return onePerProbe(ports.stream()
                .filter(port -> port.vendorId() == ST && PRODUCTS.contains(port.productId()))
                .map(port -> new StLink(port.serialNumber(), port.path()))
                .toList());
    }

    /** macOS has two names for each port, {@code /dev/cu.*} and {@code /dev/tty.*}; the first does not wait for a modem. */
    private static List<StLink> onePerProbe(List<StLink> links) {
        Map<String, StLink> probes = new TreeMap<>();
        links.stream()
                .sorted(Comparator.comparing(StLink::port))
                .forEach(link -> probes.putIfAbsent(link.serialNumber(), link));
        return List.copyOf(probes.values());
    }
}
