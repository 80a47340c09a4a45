package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfFile;
import io.gradhil.link.WireCapture;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.testing.DirectLink;
import io.gradhil.testing.WireHits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was captured with one virtual board is played to another. */
class CaptureReplayTests {
    private final List<String> told = new ArrayList<>();

    private static List<String> capture() {
        WireCapture capture = new WireCapture(new DirectLink(WireHits.none()));
        FirmwareImage image = ElfFile.image(DirectLink.IMAGE, FirmwareTarget.F411RE);
        McuClient client =
                McuClient.connect(capture, "virtual", () -> "", image.id(), Duration.ofSeconds(10), StepListener.NONE);
        client.configure(NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.5f)));
        client.writeParameters(new float[] {1, 2, 3});
        client.batch(1, new float[] {1, 2, 3, 4, 5});
        client.step();
        return capture.text().lines().toList();
    }

    @Test
    void the_same_firmware_answers_the_same() {
        assertThat(CaptureReplay.play(capture(), new DirectLink(WireHits.none()), told::add))
                .isEmpty();

        assertThat(told)
                .contains("> HELLO                0  4 bytes: 04 00 00 00")
                .anyMatch(line -> line.startsWith("< HELLO reply          0  "));
        assertThat(told.get(told.size() - 1)).startsWith("< STEP reply").contains("  12 bytes: ");
    }

    @Test
    void an_answer_to_someone_before_is_not_taken_for_one() {
        DirectLink link = new DirectLink(WireHits.none());
        link.write(FrameCodec.encode(new Frame(MessageType.HELLO.request(), 7, 1, new byte[] {4, 0, 0, 0})));

        assertThat(CaptureReplay.play(capture(), link, told::add)).isEmpty();
    }

    @Test
    void an_answer_that_differs_is_named_with_both() {
        List<String> falsified = new ArrayList<>(capture());
        int last = falsified.size() - 1;
        falsified.set(last, falsified.get(last).replaceFirst("..$", "55"));

        assertThat(CaptureReplay.play(falsified, new DirectLink(WireHits.none()), told::add))
                .hasValueSatisfying(difference -> assertThat(difference)
                        .matches("line " + (last + 1) + ": captured [0-9a-f]+55, now [0-9a-f]+00"));
    }

    @Test
    void a_capture_is_annotated_with_its_frames_and_plays_as_before() {
        String annotated = CaptureReplay.annotate(String.join("\n", capture()));

        assertThat(annotated).contains("\n# > HELLO                0  4 bytes: ", "\n# < HELLO reply          0  ");
        assertThat(CaptureReplay.play(annotated.lines().toList(), new DirectLink(WireHits.none()), told::add))
                .isEmpty();
    }

    @Test
    void what_is_no_capture_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CaptureReplay.play(List.of("hello"), new DirectLink(WireHits.none()), told::add))
                .withMessage("Not a wire capture: its first line must be \"# GradHIL wire capture 1\"");
    }
}
