package io.gradhil.firmware;

import io.gradhil.core.BuildId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** The folder {@code firmware/} of a checkout. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FirmwareSources {
    /** What the build id covers, see {@code firmware/README.md}. */
    private static final List<String> FOLDERS = List.of("nn", "proto", "port", "app", "cmake");

    private static final List<String> FILES = List.of("CMakeLists.txt", "CMakePresets.json");

    private final Path folder;

    /** Takes {@code folder} for the firmware's sources. */
    public FirmwareSources(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds the sources: below the directory that the system property {@code gradhil.root} names, or else below the
     * working directory or the nearest of its parents that has them.
     */
    public static Optional<FirmwareSources> find() {
        String root = System.getProperty("gradhil.root");
        Path start = Path.of(root == null ? "" : root).toAbsolutePath();
        return Stream.iterate(start, Objects::nonNull, Path::getParent)
                .map(directory -> directory.resolve("firmware"))
                .filter(firmware -> Files.isRegularFile(firmware.resolve("PROTOCOL.md")))
                .findFirst()
                .map(FirmwareSources::new);
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Computes the id that an image of these sources carries. */
    public BuildId buildId() {
        String list = files().map(file -> sha256(read(folder.resolve(file))) + "  " + file + "\n")
                .collect(Collectors.joining());
        return new BuildId(sha256(list.getBytes(StandardCharsets.UTF_8)).substring(0, 2 * BuildId.BYTES));
    }

    private Stream<String> files() {
        return Stream.concat(FOLDERS.stream().flatMap(this::filesBelow), FILES.stream())
                .sorted();
    }

    private Stream<String> filesBelow(String name) {
        try (Stream<Path> found = Files.walk(folder.resolve(name))) {
            return found
                    .filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
