package io.gradhil.link.serial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Who has a port open, as far as Linux shows it to this user. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PortUsers {
    private static final Path PROC = Path.of("/proc");

    private PortUsers() {}

    /** Returns one line for each process that has the port open, this one included; empty where that cannot be known. */
    public static List<String> of(String path) {
        List<String> users = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            Path port = Path.of(path).toRealPath();
            for (Path process : processes) {
                if (hasOpen(process, port)) {
                    users.add("process " + process.getFileName() + ": " + command(process));
                }
            }
        } catch (IOException notLinux) {
            return List.of();
        }
        return users;
    }

    private static boolean hasOpen(Path process, Path port) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> leadsTo(descriptor, port));
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static boolean leadsTo(Path descriptor, Path port) {
        try {
            return Files.readSymbolicLink(descriptor).equals(port);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException gone) {
            return "has ended";
        }
    }
}
