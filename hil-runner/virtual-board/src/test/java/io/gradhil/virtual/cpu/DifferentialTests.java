package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The core against QEMU: random instructions from every row of the decode table, all state compared. */
class DifferentialTests {
    private static final int BLOCKS = 1200;
    private static final int INSTRUCTIONS = 120;
    private static final int RUNS = 24_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void random_instructions_leave_the_same_state_as_on_qemu(int seed) {
        Toolchain.require(Toolchain.QEMU, Toolchain.GCC);
        InstructionStream stream = new InstructionStream(seed);
        List<short[]> blocks = new ArrayList<>();
        for (int k = 0; k < BLOCKS; k++) {
            blocks.add(stream.block(INSTRUCTIONS));
        }
        DriverImage driver = new DriverImage(folder);
        Comparison comparison = new Comparison(driver, new QemuMachine(folder), blocks, seed);

        List<Integer> different = comparison.differentRuns(RUNS);

        long executed = stream.instructions() * RUNS / BLOCKS;
        System.err.println("seed " + seed + ": " + executed + " instructions, " + different.size() + " runs differ");
        assertThat(different).as(() -> comparison.explain(different)).isEmpty();
    }
}
