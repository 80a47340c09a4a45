package io.gradhil.suites.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.cost.FirmwareCost;
import io.gradhil.firmware.Firmware;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.process.ToolResult;
import io.gradhil.process.ToolRun;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.suites.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build checks by itself, {@code firmware/cmake/budget.sh}: each budget bites at its last byte. */
class BuildBudgetTests {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path firmware = FirmwareSources.find().orElseThrow().folder();

    @TempDir
    private Path folder;

    @BeforeEach
    void need_the_tools() {
        Tools.require("arm-none-eabi-gcc", "cmake");
    }

    private static FirmwareImage image() {
        return Firmware.variant(FirmwareTarget.F411RE, "f411re");
    }

    private ToolResult check(Path budgets) {
        FirmwareImage image = image();
        Path script = firmware.resolve("cmake/budget.sh");
        Path objects = image.path().resolveSibling("CMakeFiles");
        return ToolRun.watch(
                List.of("sh", script.toString(), image.path().toString(), objects.toString(), budgets.toString()),
                LIMIT,
                line -> {});
    }

    /** What the image takes of a budget, in bytes. */
    private int actual(String budget) {
        String output = check(firmware.resolve("budgets.txt")).output();
        Matcher line = Pattern.compile("budget " + budget + " +(\\d+) of +\\d+").matcher(output);
        assertThat(line.find()).as("a line for %s in\n%s", budget, output).isTrue();
        return Integer.parseInt(line.group(1));
    }

    private Path budgetsWith(String budget, int limit) throws IOException {
        String text = Files.readString(firmware.resolve("budgets.txt"));
        String changed = text.replaceFirst("(?m)^" + budget + " +\\d+", budget + " " + limit);
        return Files.writeString(folder.resolve("budgets.txt"), changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flash", "nn_code", "static_ram", "stack"})
    void what_an_image_takes_is_enough_and_one_byte_less_is_not(String budget) throws IOException {
        int actual = actual(budget);

        assertThat(check(budgetsWith(budget, actual)).exitCode()).isEqualTo(Optional.of(0));
        Path tooSmall = budgetsWith(budget, actual - 1);
        ToolResult exceeded = check(tooSmall);
        assertThat(exceeded.exitCode()).isEqualTo(Optional.of(1));
        assertThat(exceeded.output().lines())
                .contains(String.format("budget %-12s %7d of %7d", budget, actual, actual - 1))
                .last()
                .isEqualTo("budget: exceeded; see " + tooSmall);
    }

    @Test
    void a_call_through_a_pointer_must_be_listed() throws IOException {
        String text = Files.readString(firmware.resolve("budgets.txt"));
        Path budgets = Files.writeString(
                folder.resolve("budgets.txt"), text.replaceFirst("(?m)^calls nn_network_forward .*\\R", ""));

        ToolResult unlisted = check(budgets);

        assertThat(unlisted.exitCode()).isEqualTo(Optional.of(1));
        assertThat(unlisted.output())
                .contains("call through a pointer that budgets.txt does not list, in nn_network_forward: ");
    }

    /** Had the graph missed a call, the board could use more than the chain that it found. */
    @ParameterizedTest
    @EnumSource
    void the_deepest_chain_of_calls_is_no_less_than_the_stack_that_was_used(UpdateMode mode) {
        NetworkSpec spec = NetworkSpec.parse("5-12-9-4", Activation.TANH, new Adam(0.001f, 0.9f, 0.999f, 1e-8f));

        int used = FirmwareCost.of(image(), spec, 6, mode).stackBytes();

        assertThat(used).isBetween(400, actual("stack"));
    }
}
