package io.gradhil.board;

import io.gradhil.core.BoardConfigException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * What a file {@code ALIAS.properties} says of one physical board; {@code ci/boards/README.md} describes the keys.
 *
 * @param alias the file's name without its ending
 * @param file the file
 * @param probe serial number of the debug probe
 * @param port the serial port, or empty: the one that the probe has
 * @param uid the chip's unique id, 24 lower-case hex digits, or empty
 * @param openOcdConfig OpenOCD's configuration files in order, potentially empty: the board's own
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record BoardConfig(
        String alias, Path file, String probe, Optional<Path> port, Optional<String> uid, List<String> openOcdConfig) {
    /** System property that names the folder of the boards' files. */
    public static final String FOLDER_PROPERTY = "hil.boards.dir";

    private static final String SUFFIX = ".properties";
    private static final Set<String> KEYS = new TreeSet<>(List.of("openocd.config", "port", "probe", "uid"));

    /**
     * Returns the folder of the boards' files: the one that {@value #FOLDER_PROPERTY} names, or else {@code ci/boards} here or in
     * the nearest parent that has it.
     */
    public static Optional<Path> folder() {
        String named = System.getProperty(FOLDER_PROPERTY);
        if (named != null) {
            return Optional.of(Path.of(named).toAbsolutePath());
        }
        Path start = Path.of(System.getProperty("gradhil.root", "")).toAbsolutePath();
        return Stream.iterate(start, Objects::nonNull, Path::getParent)
                .map(directory -> directory.resolve("ci").resolve("boards"))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /**
     * Reads the files of all boards, by alias.
     *
     * @throws BoardConfigException if one cannot be used
     */
    public static List<BoardConfig> all() {
        return folder().map(BoardConfig::all).orElse(List.of());
    }

    static List<BoardConfig> all(Path folder) {
        List<BoardConfig> configs = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            files.forEach(file -> configs.add(read(file)));
        } catch (IOException e) {
            throw new BoardConfigException(
                    folder, "cannot be read: " + e, "name a folder with -D" + FOLDER_PROPERTY + "=FOLDER");
        }
        configs.sort(Comparator.comparing(BoardConfig::alias));
        return configs;
    }

    private static BoardConfig read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BoardConfigException(file, "cannot be read: " + e, "see ci/boards/README.md");
        }
        requireKnownKeys(file, properties);
        String name = file.getFileName().toString();
        return new BoardConfig(
                name.substring(0, name.length() - SUFFIX.length()),
                file,
                text(properties, "probe")
                        .orElseThrow(() -> new BoardConfigException(
                                file, "no key \"probe\"", "set it to the ST-LINK's serial number: ./hil boards")),
                text(properties, "port").map(Path::of),
                text(properties, "uid").map(uid -> uid(file, uid)),
                text(properties, "openocd.config")
                        .map(names -> openOcdFiles(file, names))
                        .orElse(List.of()));
    }

    private static void requireKnownKeys(Path file, Properties properties) {
        Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new BoardConfigException(
                    file,
                    "unknown key \"" + String.join("\", \"", unknown) + "\"",
                    "the keys are " + String.join(", ", KEYS));
        }
    }

    private static Optional<String> text(Properties properties, String key) {
        return Optional.ofNullable(properties.getProperty(key))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static String uid(Path file, String text) {
        String uid = text.toLowerCase(Locale.ROOT);
        if (!uid.matches("[0-9a-f]{24}")) {
            throw new BoardConfigException(
                    file, "uid \"" + text + "\"", "a unique id has 24 hex digits, as ./hil boards shows it");
        }
        return uid;
    }

    /** A file beside the board's file is meant by its name; any other name is OpenOCD's to find. */
    private static List<String> openOcdFiles(Path file, String names) {
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .map(name -> {
                    Path beside = file.resolveSibling(name);
                    return Files.isRegularFile(beside)
                            ? beside.toAbsolutePath().normalize().toString()
                            : name;
                })
                .toList();
    }
}
