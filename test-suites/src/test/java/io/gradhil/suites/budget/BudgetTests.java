package io.gradhil.suites.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.cost.Budgets;
import io.gradhil.cost.FirmwareCost;
import io.gradhil.cost.ImageSize;
import io.gradhil.firmware.ElfSymbols;
import io.gradhil.firmware.ElfSymbols.Symbol;
import io.gradhil.firmware.Firmware;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.process.ToolRun;
import io.gradhil.protocol.Stats;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.report.Attachment;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.suites.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the firmware costs stays within {@code firmware/budgets.txt}; measured on the virtual board, whatever board the tests run on. */
class BudgetTests {
    private static final Stats NO_STACK = new Stats(0, 0, 0, 4096, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final int TABLE_BYTES = 1024;

    /** What libgcc calls arithmetic on doubles and conversions from and to them, and libm the functions that are our own. */
    private static final Pattern DOUBLE =
            Pattern.compile("__aeabi_(c?d|[filu]+2d).*|__\\w*[ds]f[ds]?[fi]*\\d?|(exp|sqrt|fma|log|pow|tanh)f?");

    private final FirmwareImage image = Firmware.image(FirmwareTarget.F411RE);

    @Test
    void a_step_takes_no_more_cycles_and_bytes_than_it_may() {
        FirmwareCost step = FirmwareCost.of(image, Budgets.NETWORK, Budgets.BATCH, UpdateMode.BY_STEP);
        FirmwareCost online = FirmwareCost.of(image, Budgets.NETWORK, Budgets.BATCH, UpdateMode.ONLINE);

        List<Budgets.Line> lines = budgets().compare(step, online);
        show("a step", lines);

        assertThat(lines).allMatch(Budgets.Line::isKept);
        assertThat(step.ramBytes() - step.plan().total())
                .as("network and stack")
                .isGreaterThan(500);
    }

    @Test
    void the_image_takes_what_the_build_says_and_no_more_than_it_may() {
        Tools.require("arm-none-eabi-size");
        Path folder = FirmwareSources.find().orElseThrow().folder();
        String objects = image.path().getParent().toString();
        List<String> command = List.of(
                "sh",
                folder.resolve("cmake/budget.sh").toString(),
                image.path().toString(),
                objects,
                folder.resolve("budgets.txt").toString());

        List<Budgets.Line> lines = budgets().compare(ImageSize.of(image), NO_STACK);
        String said = ToolRun.watch(command, Duration.ofSeconds(60), line -> {}).output();
        show("the image", lines);

        assertThat(lines).hasSize(3).allMatch(Budgets.Line::isKept);
        assertThat(lines).allSatisfy(line -> assertThat(said)
                .containsPattern("budget " + line.name() + " +" + line.actual() + " of +" + line.limit()));
    }

    private static Budgets budgets() {
        return Budgets.of(FirmwareSources.find().orElseThrow().folder());
    }

    /** Leaves the lines in the report. */
    private static void show(String of, List<Budgets.Line> lines) {
        String text = lines.stream().map(Budgets.Line::toString).collect(Collectors.joining("\n"));
        StepListener.installed()
                .onStep(new Step("budgets", "of " + of, Duration.ZERO)
                        .with(List.of(Attachment.text("budgets", () -> text))));
    }

    @Test
    void no_arithmetic_on_doubles_is_linked() {
        assertThat(ElfSymbols.of(image).all())
                .extracting(Symbol::name)
                .contains("nn_tanh")
                .noneMatch(DOUBLE.asMatchPredicate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__aeabi_dadd",
                "__aeabi_dmul",
                "__aeabi_f2d",
                "__aeabi_i2d",
                "__aeabi_ul2d",
                "__aeabi_cdcmple",
                "__muldf3",
                "__extendsfdf2",
                "__fixdfsi",
                "__truncdfsf2",
                "sqrt",
                "expf"
            })
    void arithmetic_on_doubles_would_be_recognised(String name) {
        assertThat(name).matches(DOUBLE);
    }

    @Test
    void no_table_of_the_core_is_larger_than_a_kilobyte() {
        assertThat(ElfSymbols.of(image).all())
                .filteredOn(symbol ->
                        symbol.name().startsWith("nn_") || symbol.file().equals("activation.c"))
                .filteredOn(symbol -> symbol.size() > TABLE_BYTES)
                .isEmpty();
    }
}
