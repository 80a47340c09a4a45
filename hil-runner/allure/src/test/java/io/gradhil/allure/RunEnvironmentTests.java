package io.gradhil.allure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.report.Step;
import io.gradhil.testing.SystemProperties;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class RunEnvironmentTests {
    @TempDir
    Path folder;

    @RegisterExtension
    final SystemProperties properties = new SystemProperties();

    @BeforeEach
    void redirect() {
        properties.set("allure.results.directory", folder.resolve("results").toString());
    }

    private Properties noted() throws IOException {
        Properties environment = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve("results/environment.properties"))) {
            environment.load(file);
        }
        return environment;
    }

    private static void step(String name, Map<String, String> facts) {
        new AllureSteps().onStep(new Step(name, "", Duration.ZERO).with(facts));
    }

    @Test
    void report_names_board_probe_firmware_and_tools() throws IOException {
        step("openocd", Map.of("probe", "ST-LINK 066F, port C:\\\\COM3"));
        step("hello", Map.of("board", "nucleo", "UID", "00AA", "firmware", "build id 1", "clock", "100 MHz"));

        assertThat(noted())
                .containsEntry("probe", "ST-LINK 066F, port C:\\\\COM3")
                .containsEntry("board", "nucleo")
                .containsEntry("UID", "00AA")
                .containsEntry("firmware", "build id 1")
                .containsEntry("JDK", System.getProperty("java.runtime.version"))
                .containsKeys("commit", "OpenOCD", "compiler", "system");
        assertThat(Files.readAllLines(folder.resolve("results/environment.properties")))
                .as("what matters first")
                .extracting(line -> line.substring(0, line.indexOf('=')))
                .containsExactly(
                        "board", "probe", "UID", "firmware", "commit", "OpenOCD", "compiler", "JDK", "system", "clock");
        assertThat(folder.resolve("results/categories.json")).exists();
    }

    @Test
    void boards_of_one_run_stand_side_by_side() throws IOException {
        step("hello", Map.of("board", "virtual"));
        step("hello", Map.of("board", "qemu"));
        step("hello", Map.of("board", "virtual"));
        step("batch", Map.of("board", "none, for this step identifies nothing"));

        assertThat(noted()).containsEntry("board", "virtual | qemu");
    }
}
