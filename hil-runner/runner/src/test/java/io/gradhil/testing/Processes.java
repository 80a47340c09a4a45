package io.gradhil.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;

/** Looks at processes from outside. */
public final class Processes {
    private Processes() {}

    /** Tells whether a process runs; one that has ended and was not waited for does not. */
    public static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Waits until a script has written a process id to a file, and returns it. */
    public static long readPid(Path file) {
        return Long.parseLong(Awaitility.await()
                .until(() -> read(file), text -> text.endsWith("\n"))
                .strip());
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the running descendants of this JVM whose command line holds a text. */
    public static List<ProcessHandle> descendants(String text) {
        return ProcessHandle.current()
                .descendants()
                .filter(handle -> handle.isAlive() && commandLine(handle.pid()).contains(text))
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Runs a program to its end. */
    public static void run(String... command) {
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
