package io.gradhil.suites.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.cost.Budgets;
import io.gradhil.cost.FirmwareCost;
import io.gradhil.firmware.ElfSymbols;
import io.gradhil.firmware.ElfSymbols.Symbol;
import io.gradhil.firmware.Firmware;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the firmware costs stays within {@code firmware/budgets.txt}; measured on the virtual board, whatever board the tests run on. */
class BudgetTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private static final int TABLE_BYTES = 1024;

    /** What libgcc calls arithmetic on doubles and conversions from and to them, and libm the functions that are our own. */
    private static final Pattern DOUBLE =
            Pattern.compile("__aeabi_(c?d|[filu]+2d).*|__\\w*[ds]f[ds]?[fi]*\\d?|(exp|sqrt|fma|log|pow|tanh)f?");

    private final FirmwareImage image = Firmware.image(FirmwareTarget.F411RE);

    @Test
    void a_step_takes_no_more_cycles_and_bytes_than_it_may() {
        FirmwareCost step = FirmwareCost.of(image, SPEC, 32, UpdateMode.BY_STEP);
        FirmwareCost online = FirmwareCost.of(image, SPEC, 32, UpdateMode.ONLINE);

        assertThat(Budgets.of(FirmwareSources.find().orElseThrow().folder()).compare(step, online))
                .allMatch(Budgets.Line::isKept);
        assertThat(step.ramBytes() - step.plan().total())
                .as("network and stack")
                .isGreaterThan(500);
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
