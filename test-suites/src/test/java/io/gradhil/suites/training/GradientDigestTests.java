package io.gradhil.suites.training;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.suites.Tools;
import io.gradhil.training.GradientDigest;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The same batches give the same gradient bits, again and elsewhere. No gradient is read: 64 bytes of CRC-32s instead of 11,780. */
@HilTest
class GradientDigestTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private static final int BATCHES = 8;

    private static List<Batch> batches(CcppSplit ccpp) {
        return ccpp.trainingBatches(32, 1, 0).subList(0, BATCHES);
    }

    private static McuTrainer configured(McuClient client) {
        McuTrainer board = new McuTrainer(client);
        board.configure(SPEC, Network.initialParameters(SPEC, 1));
        return board;
    }

    private static List<GradientDigest> train(McuTrainer board, CcppSplit ccpp) {
        List<GradientDigest> digests = new ArrayList<>();
        for (Batch batch : batches(ccpp)) {
            digests.add(board.backward(batch).gradientDigest());
            board.update();
        }
        return digests;
    }

    private static void assertSame(McuTrainer board, CcppSplit ccpp, List<GradientDigest> expected) {
        List<Batch> batches = batches(ccpp);
        for (int i = 0; i < batches.size(); i++) {
            assertThat(board.backward(batches.get(i))).as("batch %d", i + 1).hasGradientBitsOf(expected.get(i));
            board.update();
        }
    }

    @Test
    void the_same_batches_again_have_the_same_gradient_bits(McuClient client, CcppSplit ccpp) {
        List<GradientDigest> first = train(configured(client), ccpp);

        assertThat(first).doesNotHaveDuplicates();
        assertSame(configured(client), ccpp, first);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "hil.firmware",
            matches = ".+",
            disabledReason = "that image is for one board; SameBitsTests compares the images with their host builds")
    void the_host_build_has_the_gradient_bits_of_this_board(McuClient client, CcppSplit ccpp) {
        Tools.require("cc", "cmake");
        List<GradientDigest> here = train(configured(client), ccpp);

        HilSettings host = new HilSettings("host", HilSettings.fromProperties().timeout());
        try (HilSession session = HilSession.open(host, StepListener.NONE)) {
            assertSame(configured(session.client()), ccpp, here);
        }
    }

    @Test
    void the_digest_is_that_of_the_gradients_read_back(McuClient client, CcppSplit ccpp) {
        McuStep step = configured(client).backward(batches(ccpp).get(0));

        assertThat(step).hasGradientBitsOf(GradientDigest.of(SPEC.layout(), step.gradients()));
    }

    /** A digest says nothing of float32 frames or codes: the board has made the same numbers of both. */
    @Test
    void samples_sent_as_float32_have_the_gradient_bits_of_codes(McuClient client, CcppSplit ccpp) {
        Batch batch = batches(ccpp).get(0);
        McuTrainer board = configured(client);

        GradientDigest coded = board.backward(batch).gradientDigest();

        assertThat(board.samplesSent().asCodes()).isEqualTo(batch.size());
        assertThat(board.backward(Batch.of(batch.inputs(), batch.outputs(), batch.values())))
                .hasGradientBitsOf(coded);
        assertThat(board.samplesSent().asFloats()).isEqualTo(batch.size());
    }
}
