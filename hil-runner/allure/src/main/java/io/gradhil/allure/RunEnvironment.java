package io.gradhil.allure;

import io.gradhil.core.HilException;
import io.gradhil.process.ToolProcess;
import io.gradhil.process.ToolRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a report says of the machine and the boards, beside its tests; and into which categories it sorts failures. */
final class RunEnvironment {
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(5);

    /** A report shows the first five before one asks for all. */
    private static final List<String> ORDER =
            List.of("board", "probe", "UID", "firmware", "commit", "OpenOCD", "compiler", "JDK", "system");

    private RunEnvironment() {}

    /** Notes a board that was greeted; values of several boards or runs stand side by side. */
    static synchronized void note(Map<String, String> board) {
        Map<String, String> facts = new LinkedHashMap<>(board);
        facts.put("commit", line("git", "rev-parse", "--short", "HEAD"));
        facts.put("OpenOCD", line("openocd", "--version"));
        facts.put("compiler", line("arm-none-eabi-gcc", "--version"));
        facts.put("JDK", System.getProperty("java.runtime.version"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        try {
            Path folder = Files.createDirectories(AllureSession.folder());
            merge(folder.resolve("environment.properties"), facts);
            try (InputStream categories = RunEnvironment.class.getResourceAsStream("categories.json")) {
                Files.copy(categories, folder.resolve("categories.json"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            AllureSession.complain("The report's environment is not complete: " + e);
        }
    }

    private static void merge(Path file, Map<String, String> facts) throws IOException {
        Properties all = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                all.load(reader);
            }
        }
        facts.forEach((name, value) -> all.setProperty(name, beside(all.getProperty(name), value)));
        List<String> lines = all.stringPropertyNames().stream()
                .sorted(Comparator.comparingInt(RunEnvironment::rank).thenComparing(Comparator.naturalOrder()))
                .map(name -> name + "=" + all.getProperty(name).replace("\\", "\\\\"))
                .toList();
        Files.write(file, lines);
    }

    private static int rank(String name) {
        int index = ORDER.indexOf(name);
        return index < 0 ? ORDER.size() : index;
    }

    private static String beside(@Nullable String known, String value) {
        if (known == null) {
            return value;
        }
        Set<String> values = new LinkedHashSet<>(Arrays.asList(known.split(" \\| ")));
        values.add(value);
        return String.join(" | ", values);
    }

    /** Returns the first line that a program prints, or that it is not there. */
    private static String line(String... command) {
        if (ToolProcess.find(command[0]).isEmpty()) {
            return "not installed";
        }
        try {
            return ToolRun.watch(List.of(command), TOOL_LIMIT, line -> {})
                    .output()
                    .lines()
                    .findFirst()
                    .orElse("unknown");
        } catch (HilException e) {
            return "unknown";
        }
    }
}
