package io.gradhil.flash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Builds OpenOCD's command line.
 *
 * <p>No transport is named: 0.12 has {@code hla_swd} for the ST-LINK, later releases have {@code swd}, and each board file names its
 * own. {@code adapter serial} and {@code gdb_port} are understood by both. Arguments hold no double quotes: Windows would
 * not pass them on.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class OpenOcdCommand {
    /** System property that names another program than the {@code openocd} of the PATH. */
    public static final String PROPERTY = "hil.openocd";

    /** Two OpenOCDs on one machine would otherwise want the same ports. */
    private static final String NO_PORTS = "gdb_port disabled; tcl_port disabled; telnet_port disabled";

    private OpenOcdCommand() {}

    /** Returns the program's name or path. */
    public static String program() {
        return System.getProperty(PROPERTY, "openocd");
    }

    /** Builds the command that connects to a board and runs a script there. */
    static List<String> of(OpenOcdTarget target, Connection connection, String script) {
        List<String> command = new ArrayList<>(List.of(program(), "-c", NO_PORTS));
        target.config().forEach(file -> command.addAll(List.of("-f", file)));
        command.addAll(List.of("-c", "adapter serial " + target.probe()));
        connection.commands().forEach(line -> command.addAll(List.of("-c", line)));
        command.addAll(List.of("-c", script));
        return command;
    }

    /** Quotes a path for Tcl. */
    static String quoted(Path path) {
        return "{" + path.toAbsolutePath().toString().replace('\\', '/') + "}";
    }
}
