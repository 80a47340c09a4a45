package io.gradhil.suites.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.Boards;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.Firmware;
import io.gradhil.protocol.Readable;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.suites.RealData;
import io.gradhil.suites.Tools;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.ParameterCrc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three epochs of CCPP end in the same bits wherever the firmware runs: the ARM image in the JVM and in QEMU, and its sources on this machine. No
 * gradient is read back, so the boards compute by themselves; each step's loss and CRC are compared on the way, the parameters at the end. The
 * host build's kernels are plain loops, so that these bits are also those of the tiles, with products rounded and fused.
 */
class SameBitsTests {
    private static final int EPOCHS = 3;
    private static final int BATCH = 32;
    private static final int SEED = 1;
    private static final Ccpp CCPP = Ccpp.find();
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));

    /** What a board computed; one line for each step, so that the first that differs is seen. */
    private record Run(List<String> steps, int[] parameterBits, int crc) {}

    private static Run virtual;

    @BeforeAll
    static void train_on_the_virtual_board() {
        virtual = train("virtual");
    }

    @Test
    void the_crc_is_that_of_the_bits_read_back() {
        float[] parameters = new float[virtual.parameterBits.length];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Float.intBitsToFloat(virtual.parameterBits[i]);
        }

        assertThat(ParameterCrc.of(parameters)).isEqualTo(virtual.crc);
    }

    @Test
    void the_readme_shows_this_crc() throws IOException {
        RealData.require(CCPP);

        assertThat(Files.readString(Path.of("..", "README.md")))
                .contains(String.format("parameters CRC-32 0x%08X\n", virtual.crc));
    }

    @Test
    void the_host_build_computes_the_bits_of_the_virtual_board() {
        Tools.require("cc", "cmake");

        assertSame(train("host"));
    }

    @Test
    void qemu_computes_the_bits_of_the_virtual_board() {
        Tools.require("qemu-system-arm");

        assertSame(train("qemu"));
    }

    @Test
    void plain_loops_compute_the_bits_of_the_tiles() {
        Tools.require("arm-none-eabi-gcc", "cmake");

        assertSame(train("virtual", Firmware.variant(FirmwareTarget.F411RE, "f411re-plain")));
    }

    @Test
    void fused_products_have_bits_of_their_own_and_the_same_everywhere() {
        Tools.require("arm-none-eabi-gcc", "cc", "cmake", "qemu-system-arm");
        FirmwareImage image = Firmware.variant(FirmwareTarget.F411RE, "f411re-fma");

        Run fused = train("virtual", image);

        assertThat(fused.parameterBits).isNotEqualTo(virtual.parameterBits);
        assertSame(train("host", Firmware.variant(FirmwareTarget.HOST, "host-fma")), fused);
        assertSame(train("qemu", image), fused);
    }

    private static void assertSame(Run other) {
        assertSame(other, virtual);
    }

    private static void assertSame(Run other, Run expected) {
        assertThat(other.steps).hasSameSizeAs(expected.steps);
        for (int step = 0; step < expected.steps.size(); step++) {
            assertThat(other.steps.get(step)).isEqualTo(expected.steps.get(step));
        }
        assertThat(other.parameterBits).isEqualTo(expected.parameterBits);
    }

    private static Run train(String board) {
        return train(board, Firmware.image(Boards.named(board).target()));
    }

    private static Run train(String board, FirmwareImage image) {
        HilSettings settings =
                new HilSettings(board, HilSettings.fromProperties().timeout());
        try (HilSession session = HilSession.open(settings, image, StepListener.NONE)) {
            McuTrainer trainer = new McuTrainer(session.client());
            trainer.configure(SPEC, Network.initialParameters(SPEC, SEED));
            CcppSplit data = CCPP.split(SEED);
            List<String> steps = new ArrayList<>();
            int crc = 0;
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                for (Batch batch : data.trainingBatches(BATCH, SEED, epoch)) {
                    float loss = trainer.backward(batch).loss();
                    crc = trainer.update().parameterCrc();
                    steps.add(String.format(
                            "step %d: loss 0x%08X, CRC 0x%08X", steps.size() + 1, Float.floatToRawIntBits(loss), crc));
                }
            }
            return new Run(steps, parameterBits(session), crc);
        }
    }

    private static int[] parameterBits(HilSession session) {
        float[] parameters = new float[SPEC.layout().count()];
        session.client().read(Readable.PARAMETERS, 0, parameters);
        int[] bits = new int[parameters.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(parameters[i]);
        }
        return bits;
    }
}
