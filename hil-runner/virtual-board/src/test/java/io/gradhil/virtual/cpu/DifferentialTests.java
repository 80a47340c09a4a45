package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The core against QEMU 7.2: random instructions from every row of the decode table, on random states; registers, flags, FPSCR, memory and
 * what fault handlers saw are compared after each block. Nothing that the architecture calls UNPREDICTABLE is executed, see {@link RowWriter}.
 *
 * <p>Where QEMU is known to differ from the architecture, what differs is left out by name:
 *
 * <ul>
 *   <li>HFSR after a BKPT (A7.7.17, B3.2.16): DEBUGEVT on the chip, FORCED on QEMU.
 *   <li>STREX after a load from another address (A3.4.1, B2.3.10): QEMU remembers address and value, the Cortex-M4 neither. The address is the
 *       same here.
 * </ul>
 */
class DifferentialTests {
    private static final int BLOCKS = 1200;
    private static final int INSTRUCTIONS = 120;
    private static final int RUNS = 26_400;
    private static final int LEAST_OF_EACH = 40;
    private static final long LEAST_EXECUTED = 3_000_000;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4})
    void random_instructions_leave_the_same_state_as_on_qemu(int seed) {
        compare(new InstructionStream(seed), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {5, 6})
    void random_floating_point_instructions_leave_the_same_state_as_on_qemu(int seed) {
        compare(new InstructionStream(seed, EncodingsFp.ROWS::contains), seed);
    }

    @Test
    void every_row_of_the_decode_table_occurs_in_the_stream() {
        InstructionStream stream = new InstructionStream(1);
        for (int k = 0; k < BLOCKS; k++) {
            stream.block(INSTRUCTIONS);
        }

        List<String> unreached = unreached(stream);

        System.out.println("Decode table: " + Decoder.rows().size() + " rows, not reached: " + unreached);
        assertThat(unreached).isEmpty();
        assertThat(java.util.Arrays.stream(stream.counts()).min().orElseThrow()).isGreaterThan(LEAST_OF_EACH);
    }

    private void compare(InstructionStream stream, int seed) {
        Toolchain.require(Toolchain.QEMU, Toolchain.GCC);
        List<short[]> blocks = new ArrayList<>();
        for (int k = 0; k < BLOCKS; k++) {
            blocks.add(stream.block(INSTRUCTIONS));
        }
        Comparison comparison = new Comparison(new DriverImage(folder), new QemuMachine(folder), blocks, seed);

        List<Integer> different = comparison.differentRuns(RUNS);

        long executed = stream.instructions() * RUNS / BLOCKS;
        assertThat(executed).isGreaterThan(LEAST_EXECUTED);
        System.out.println("Seed " + seed + ": " + executed + " instructions on the core and on QEMU");
        assertThat(different)
                .as(() -> different.isEmpty() ? "" : comparison.explain(different))
                .isEmpty();
    }

    private static List<String> unreached(InstructionStream stream) {
        List<Encoding> rows = stream.rows();
        long[] counts = stream.counts();
        return Decoder.rows().stream()
                .filter(row -> !rows.contains(row) || counts[rows.indexOf(row)] == 0)
                .map(Encoding::name)
                .collect(Collectors.toList());
    }
}
