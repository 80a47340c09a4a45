package io.gradhil.suites.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.process.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of the firmware's sources that a test may spoil. */
public record FirmwareCopy(Path folder) {
    private static final Duration BUILD = Duration.ofMinutes(5);

    /** Copies the sources, without what was built from them. */
    public static FirmwareCopy in(Path parent) throws IOException {
        Path source = FirmwareSources.find().orElseThrow().folder();
        Path target = parent.resolve("firmware");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = source.relativize(file);
                if (!relative.startsWith("build")) {
                    Files.createDirectories(target.resolve(relative).getParent());
                    Files.copy(file, target.resolve(relative));
                }
            }
        }
        return new FirmwareCopy(target);
    }

    /** Replaces a text that occurs exactly once. */
    public FirmwareCopy replace(String file, String text, String replacement) throws IOException {
        Path path = folder.resolve(file);
        String content = Files.readString(path);
        assertThat(content.split(Pattern.quote(text), -1))
                .as("\"%s\" in %s", text, file)
                .hasSize(2);
        Files.writeString(path, content.replace(text, replacement));
        return this;
    }

    /** Builds the image for a target; {@code options} are CMake's, as {@code -DNAME=VALUE}. */
    public Path build(FirmwareTarget target, String... options) {
        Path build = folder.resolve("build").resolve(target.preset());
        List<String> configure =
                new ArrayList<>(List.of("cmake", "-S", folder.toString(), "--preset", target.preset()));
        configure.addAll(List.of(options));
        ToolRun.run(configure, BUILD);
        ToolRun.run(
                List.of(
                        "cmake",
                        "--build",
                        build.toString(),
                        "--target",
                        target.file().replace(".elf", "")),
                BUILD);
        return build.resolve(target.file());
    }
}
