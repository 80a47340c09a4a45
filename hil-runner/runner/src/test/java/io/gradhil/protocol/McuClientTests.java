package io.gradhil.protocol;

import static io.gradhil.protocol.FakeBoard.error;
import static io.gradhil.protocol.FakeBoard.little;
import static io.gradhil.protocol.FakeBoard.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.NetworkTooLargeException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.core.RequestRefusedException;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each message's bytes are those of {@code PROTOCOL.md}, and each reply is looked at. */
class McuClientTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.5f));

    private final FakeBoard board = new FakeBoard();
    private final McuClient client =
            McuClient.connect(board, "fake", () -> "", FakeBoard.ID, Duration.ofMillis(300), StepListener.NONE);

    private byte[] sent(MessageType type) {
        assertThat(board.received(type)).hasSize(1);
        return board.received(type).get(0).payload();
    }

    private static byte[] words(int... values) {
        ByteBuffer bytes = little(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void hello_carries_the_protocol_version_and_a_nonce_that_is_not_zero() {
        assertThat(sent(MessageType.HELLO)).isEqualTo(bytes("0400 0000"));
        assertThat(board.received().get(0).nonce()).isNotZero();
    }

    @Test
    void echo_returns_what_the_board_sends_back() {
        board.then(reply((byte) 1, (byte) 0));

        assertThat(client.echo(new byte[] {9, 8})).containsExactly(1, 0);
        assertThat(sent(MessageType.ECHO)).containsExactly(9, 8);
    }

    @Test
    void configure_describes_every_layer() {
        NetworkSpec spec = new NetworkSpec(
                65535,
                List.of(
                        new LayerSpec(258, Activation.LINEAR),
                        new LayerSpec(3, Activation.RELU),
                        new LayerSpec(2, Activation.SIGMOID),
                        new LayerSpec(1, Activation.TANH)),
                Loss.MSE,
                new Sgd(0.5f));
        board.then(reply(new byte[40]));

        client.configure(spec);

        assertThat(sent(MessageType.CONFIGURE))
                .isEqualTo(
                        bytes(
                                "04 00 00 00 0000003f 00000000 00000000 00000000 00000000 00000000 00000000 ffff 0201 00 00 0300 01 00 0200 02 00 0100 03 00"));
    }

    @Test
    void configure_returns_the_memory_plan() {
        board.then(reply(words(19, 76, 76, 16, 24, 38, 20, 1250, 98304, 4)));

        assertThat(client.configure(SPEC)).isEqualTo(new MemoryPlan(19, 76, 76, 16, 24, 38, 20, 1250, 98304, 4));
    }

    @Test
    void memory_plan_reads_as_a_line() {
        assertThat(new MemoryPlan(19, 76, 76, 16, 24, 38, 20, 1250, 98304, 4))
                .hasToString("1,250 of 98,304 bytes: parameters 76, gradients 76, activations 16, deltas 24,"
                        + " optimizer 38, samples 20");
    }

    @Test
    void network_that_does_not_fit_is_refused_with_the_boards_numbers() {
        board.then(error(9, 200_000, 98304));

        assertThatExceptionOfType(NetworkTooLargeException.class)
                .isThrownBy(() -> client.configure(SPEC))
                .withMessage("""
                        The network 4-3-1 relu, linear output, MSE, SGD(0.5) does not fit on the board
                          Seen: 200,000 bytes needed, 98,304 available
                          Do:   use fewer or narrower layers""");
    }

    @Test
    void needed_bytes_are_unsigned() {
        board.then(error(9, -1, 98304));

        assertThatExceptionOfType(NetworkTooLargeException.class)
                .isThrownBy(() -> client.configure(SPEC))
                .satisfies(e -> assertThat(e.neededBytes()).isEqualTo(0xFFFFFFFFL));
    }

    @Test
    void write_sends_the_offset_and_the_floats() {
        board.then(reply(words(2)));

        client.writeParameters(new float[] {1, -0.0f});

        assertThat(sent(MessageType.WRITE)).isEqualTo(bytes("00000000 00000000 0000803f 00000080"));
    }

    @Test
    void write_splits_what_does_not_fit_one_frame() {
        board.then(reply(words(254)), reply(words(46)));
        float[] parameters = new float[300];
        parameters[254] = 1;

        client.writeParameters(parameters);

        assertThat(board.received(MessageType.WRITE))
                .extracting(frame -> frame.payload().length)
                .containsExactly(1024, 8 + 46 * 4);
        assertThat(board.received(MessageType.WRITE).get(1).payload()).startsWith(bytes("00000000 fe000000 0000803f"));
    }

    @Test
    void write_that_the_board_did_in_part_is_a_violation() {
        board.then(reply(words(1)));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> client.writeParameters(new float[2]))
                .withMessage("""
                        The board wrote 1 numbers of 2
                          Seen: WRITE was sent whole
                          Do:   compare the firmware with firmware/PROTOCOL.md""");
    }

    @ParameterizedTest
    @EnumSource(Readable.class)
    void read_asks_for_what_offset_and_count(Readable what) {
        board.then(reply(words(0x3F800000, 0x80000000)));
        float[] into = new float[2];

        client.read(what, 7, into);

        assertThat(sent(MessageType.READ)).isEqualTo(words(what.ordinal(), 7, 2));
        assertThat(into).containsExactly(1, -0.0f);
    }

    @Test
    void readables_have_the_numbers_of_the_protocol() {
        assertThat(Readable.values())
                .containsExactly(Readable.PARAMETERS, Readable.GRADIENTS, Readable.OUTPUTS, Readable.OPTIMIZER_STATE);
    }

    @Test
    void read_splits_what_one_reply_cannot_hold() {
        board.then(reply(new byte[1024]), reply(words(0x40000000)));
        float[] into = new float[257];

        client.read(Readable.GRADIENTS, 10, into);

        assertThat(board.received(MessageType.READ))
                .extracting(Frame::payload)
                .containsExactly(words(1, 10, 256), words(1, 266, 1));
        assertThat(into[256]).isEqualTo(2);
    }

    @Test
    void read_keeps_the_bits_of_nan() {
        board.then(reply(words(0x7FC12345)));
        float[] into = new float[1];

        client.read(Readable.OUTPUTS, 0, into);

        assertThat(Float.floatToRawIntBits(into[0])).isEqualTo(0x7FC12345);
    }

    @Test
    void batch_sends_its_size_the_offset_and_the_values() {
        board.then(reply(words(1, 0x3F800000)));

        StreamReply reply = client.batch(1, new float[] {1, 2});

        assertThat(sent(MessageType.BATCH)).isEqualTo(words(1, 0, 0x3F800000, 0x40000000));
        assertThat(reply).isEqualTo(new StreamReply(1, 1));
    }

    @Test
    void batch_splits_what_does_not_fit_one_frame_and_returns_the_last_reply() {
        board.then(reply(words(50, 0)), reply(words(60, 0x40000000)));

        StreamReply reply = client.batch(60, new float[300]);

        assertThat(board.received(MessageType.BATCH))
                .extracting(frame -> frame.reader().getInt(4))
                .containsExactly(0, 254);
        assertThat(reply).isEqualTo(new StreamReply(60, 2));
    }

    @Test
    void evaluate_is_a_batch_of_another_type() {
        board.then(reply(words(1, 0x3F800000)));

        client.evaluate(1, new float[] {1, 2});

        assertThat(sent(MessageType.EVALUATE)).isEqualTo(words(1, 0, 0x3F800000, 0x40000000));
    }

    @Test
    void batch_that_the_board_computed_in_part_is_a_violation() {
        board.then(reply(words(1, 0)));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> client.batch(2, new float[4]))
                .withMessage("""
                        The board computed 1 samples of 2
                          Seen: BATCH was sent whole
                          Do:   compare the firmware with firmware/PROTOCOL.md""");
    }

    @Test
    void digest_asks_for_what_and_returns_two_numbers_for_each_layer() {
        board.then(reply(words(1, 2, 3, -1)));

        assertThat(client.digest(Readable.GRADIENTS, 2)).containsExactly(1, 2, 3, -1);
        assertThat(sent(MessageType.DIGEST)).isEqualTo(words(1));
    }

    @Test
    void state_and_steps_are_written_like_parameters() {
        board.then(reply(words(2)), reply(words(1)));

        client.writeOptimizerState(new float[] {1, 2});
        client.writeSteps(7);

        assertThat(board.received(MessageType.WRITE))
                .extracting(Frame::payload)
                .containsExactly(words(3, 0, 0x3F800000, 0x40000000), words(4, 0, 7));
    }

    @Test
    void step_has_no_payload_and_returns_number_and_crcs() {
        board.then(reply(words(3, 0xCAFEBABE, 0x1234)));

        assertThat(client.step()).isEqualTo(new StepReply(3, 0xCAFEBABE, 0x1234));
        assertThat(sent(MessageType.STEP)).isEmpty();
    }

    @Test
    void stats_are_read_field_by_field() {
        ByteBuffer payload = little(64).putLong(1L << 40).putLong(2).putLong(3);
        for (int i = 4; i <= 13; i++) {
            payload.putInt(i);
        }
        board.then(reply(payload.array()));

        assertThat(client.stats()).isEqualTo(new Stats(1L << 40, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
    }

    @Test
    void reset_begins_a_new_session() {
        board.then(reply());
        int before = board.received().get(0).nonce();

        client.reset();

        assertThat(sent(MessageType.RESET)).isEmpty();
        assertThat(board.received(MessageType.HELLO)).hasSize(2);
        assertThat(board.received(MessageType.HELLO).get(1).nonce()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void fault_names_its_kind_and_is_refused_where_it_does_nothing(Fault kind) {
        board.then(error(8, 0, kind.ordinal()));

        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> client.fault(kind))
                .withMessage("The board refused FAULT\n  Seen: BAD_VALUE: the field at payload offset 0 has the"
                        + " invalid value " + kind.ordinal());
        assertThat(sent(MessageType.FAULT)).containsExactly(kind.ordinal());
    }

    @Test
    void refusal_names_request_and_reason() {
        board.then(error(12, 3, 32));

        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(client::step)
                .satisfies(e -> assertThat(e.code()).isEqualTo(12))
                .withMessage("The board refused STEP\n  Seen: NO_BATCH: 3 of the batch's 32 samples were computed");
    }

    @Test
    void error_that_this_host_does_not_know_is_readable() {
        board.then(error(77, 1, -1));

        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(client::step)
                .withMessage("The board refused STEP\n  Seen: error 77, which this host does not know (1, 4294967295)");
    }
}
