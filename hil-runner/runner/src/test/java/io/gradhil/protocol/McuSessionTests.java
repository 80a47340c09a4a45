package io.gradhil.protocol;

import static io.gradhil.protocol.FakeBoard.SILENCE;
import static io.gradhil.protocol.FakeBoard.both;
import static io.gradhil.protocol.FakeBoard.damaged;
import static io.gradhil.protocol.FakeBoard.error;
import static io.gradhil.protocol.FakeBoard.reply;
import static io.gradhil.protocol.FakeBoard.unreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.BoardResetException;
import io.gradhil.core.BuildId;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareMismatchException;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.core.RequestRefusedException;
import io.gradhil.protocol.FakeBoard.Answer;
import io.gradhil.report.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Repetition, order and diagnosis, against a board that misbehaves on purpose. */
class McuSessionTests {
    private static final byte[] PING = {5, 6};
    private static final Answer PONG = reply(PING);
    private static final int BAD_CRC = 2;
    private static final int NO_SESSION = 6;

    private final FakeBoard board = new FakeBoard();
    private final List<Step> steps = new ArrayList<>();

    private McuClient connect() {
        return connect(Duration.ofMillis(300));
    }

    private McuClient connect(Duration timeout) {
        McuClient client = McuClient.connect(board, "fake", () -> "fake is running", FakeBoard.ID, timeout, steps::add);
        steps.clear();
        return client;
    }

    private List<String> details() {
        return steps.stream().map(step -> step.name() + ", " + step.detail()).toList();
    }

    @Test
    void request_that_arrived_damaged_is_sent_again_once_with_the_same_sequence() {
        McuClient client = connect();
        board.then(unreadable(BAD_CRC, 1, 2), PONG);

        assertThat(client.echo(PING)).isEqualTo(PING);

        List<Frame> echoes = board.received(MessageType.ECHO);
        assertThat(echoes).hasSize(2);
        assertThat(echoes.get(1)).usingRecursiveComparison().isEqualTo(echoes.get(0));
    }

    @Test
    void every_repetition_is_a_reported_step() {
        McuClient client = connect();
        board.then(unreadable(BAD_CRC, 1, 2), PONG);

        client.echo(PING);

        assertThat(details())
                .containsExactly("send again, ECHO: board: BAD_CRC: the frame's CRC is 0x00000001, not 0x00000002");
    }

    @Test
    void damaged_reply_is_asked_for_again_with_the_same_sequence() {
        McuClient client = connect();
        board.then(damaged(PONG), PONG);

        assertThat(client.echo(PING)).isEqualTo(PING);

        List<Frame> echoes = board.received(MessageType.ECHO);
        assertThat(echoes).hasSize(2);
        assertThat(echoes.get(1).sequence()).isEqualTo(echoes.get(0).sequence());
        assertThat(details()).singleElement().asString().startsWith("send again, ECHO: host: frame's CRC is 0x");
    }

    @Test
    void undisturbed_requests_are_not_repeated() {
        McuClient client = connect();
        board.then(PONG, PONG);

        client.echo(PING);
        client.echo(PING);

        assertThat(board.received(MessageType.ECHO)).hasSize(2);
        assertThat(steps).isEmpty();
    }

    @Test
    void every_request_has_another_sequence() {
        McuClient client = connect();
        board.then(PONG, PONG);

        client.echo(PING);
        client.echo(PING);

        assertThat(board.received(MessageType.ECHO)).extracting(Frame::sequence).doesNotHaveDuplicates();
    }

    @Test
    void sequences_follow_each_other_past_the_largest() {
        McuClient client = connect();
        for (int i = 0; i < 65_540; i++) {
            board.then(PONG);
            client.echo(PING);
        }

        List<Frame> echoes = board.received(MessageType.ECHO);
        assertThat(echoes).hasSize(65_540);
        assertThat(echoes.get(0).sequence()).isEqualTo(1);
        assertThat(echoes.get(65_534).sequence()).isEqualTo(65_535);
        assertThat(echoes.get(65_535).sequence()).isZero();
    }

    @Test
    void reply_of_an_older_sequence_is_ignored() {
        McuClient client = connect();
        Answer old = request ->
                FakeBoard.wire(new Frame(0x82, request.sequence() - 1 & 0xFFFF, request.nonce(), new byte[] {9, 9}));
        board.then(both(old, PONG));

        assertThat(client.echo(PING)).isEqualTo(PING);
        assertThat(steps).isEmpty();
    }

    @Test
    void reply_of_another_session_is_ignored() {
        McuClient client = connect();
        Answer old =
                request -> FakeBoard.wire(new Frame(0x82, request.sequence(), request.nonce() ^ 2, new byte[] {9, 9}));
        board.then(both(old, PONG));

        assertThat(client.echo(PING)).isEqualTo(PING);
    }

    @Test
    void second_reply_to_a_repeated_request_does_not_answer_the_next_one() {
        McuClient client = connect();
        board.then(both(PONG, PONG), reply((byte) 1, (byte) 2));

        client.echo(PING);

        assertThat(client.echo(PING)).containsExactly(1, 2);
    }

    @Test
    void damage_until_the_deadline_is_a_violation_that_shows_the_last_frames() {
        McuClient client = connect();
        for (int i = 0; i < 20_000; i++) {
            board.then(damaged(PONG), unreadable(BAD_CRC, 1, 2));
        }

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessageMatching("(?s)ECHO or its reply arrived damaged \\d+ times within 0.3 s on board fake\n"
                        + "  Seen: last bytes sent: .*\n        last frames:\n.*"
                        + "\n          .* s < ERROR +1  BAD_CRC: the frame's CRC is 0x00000001, not 0x00000002\n.*"
                        + "\n  Do:   compare the firmware with firmware/PROTOCOL.md");
    }

    @Test
    void third_repetition_may_still_succeed() {
        McuClient client = connect();
        board.then(damaged(PONG), damaged(PONG), damaged(PONG), PONG);

        assertThat(client.echo(PING)).isEqualTo(PING);
    }

    @Test
    void request_without_a_reply_is_sent_again_and_the_step_says_so() {
        McuClient client = connect(Duration.ofSeconds(5));
        board.then(SILENCE, PONG);

        assertThat(client.echo(PING)).isEqualTo(PING);

        assertThat(details()).containsExactly("send again, ECHO: no reply for 0.25 s");
    }

    @Test
    void reply_of_another_type_is_a_violation() {
        McuClient client = connect();
        board.then(request -> FakeBoard.wire(new Frame(0x83, request.sequence(), request.nonce(), PING)));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessage("""
                        The reply to ECHO is not one that the protocol allows
                          Seen: type 0x83, 2 bytes of payload
                          Do:   compare the firmware with firmware/PROTOCOL.md""");
    }

    @Test
    void reply_of_a_wrong_length_is_a_violation() {
        McuClient client = connect();
        board.then(reply((byte) 1));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(client::step)
                .withMessage("""
                        The reply to STEP is not one that the protocol allows
                          Seen: type 0x87, 1 bytes of payload
                          Do:   compare the firmware with firmware/PROTOCOL.md""");
    }

    @Test
    void error_reply_of_a_wrong_length_is_no_answer_even_if_the_length_would_fit() {
        McuClient client = connect();
        board.then(request -> FakeBoard.wire(new Frame(0xFF, request.sequence(), request.nonce(), new byte[8])));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(client::step)
                .withMessageContaining("type 0xFF, 8 bytes of payload");
    }

    @Test
    void silent_board_is_called_silent() {
        McuClient client = connect();
        board.syncs = false;
        board.thenHello(silent(100));

        assertThatExceptionOfType(LinkTimeoutException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessageStartingWith("No reply to ECHO within 0.3 s on board fake\n"
                        + "  Seen: the board is silent, to HELLO as well\n"
                        + "        last bytes sent: ")
                .withMessageEndingWith("\n        fake is running\n"
                        + "  Do:   if the board is only slow, raise the limit with -Dhil.timeout=SECONDS");
    }

    private static Answer[] silent(int times) {
        Answer[] answers = new Answer[times];
        Arrays.fill(answers, SILENCE);
        return answers;
    }

    @Test
    void board_that_answers_hello_is_called_slow() {
        McuClient client = connect();

        assertThatExceptionOfType(LinkTimeoutException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessageContaining("  Seen: the board answers HELLO and was not reset: it is slow, or a reply was"
                        + " lost\n        last bytes sent: ");
    }

    @Test
    void board_that_was_reset_says_why() {
        McuClient client = connect();
        board.resetCount = 1;
        board.resetCauses = 0x0A;

        assertThatExceptionOfType(BoardResetException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessageContaining("The board was reset during ECHO\n"
                        + "  Seen: reset cause: reset pin, independent watchdog; no new crash record");
    }

    @Test
    void board_that_crashed_shows_its_registers() {
        McuClient client = connect();
        board.resetCount = 1;
        board.crashCount = 1;
        board.resetCauses = 0x04;
        board.crash = new int[] {6, 0x08001234, 1, 2, 3, 0x10000, 0, 0, 0, 4};

        assertThatExceptionOfType(FirmwareFaultException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessageStartingWith("The firmware crashed during ECHO: UsageFault\n"
                        + "  Seen: UsageFault [UNDEFINSTR] at PC 0x08001234\n")
                .withMessageContaining("\n        reset cause: software\n");
    }

    @Test
    void reset_by_a_watchdog_after_an_older_crash_is_no_crash() {
        board.crash = new int[] {6, 0x08001234, 1, 2, 3, 0x10000, 0, 0, 0, 4};
        board.crashCount = 1;
        McuClient client = connect();
        board.resetCount = 1;
        board.resetCauses = 0x0A;

        assertThatExceptionOfType(BoardResetException.class).isThrownBy(() -> client.echo(PING));
    }

    @Test
    void the_same_crash_again_is_a_crash() {
        board.crash = new int[] {6, 0x08001234, 1, 2, 3, 0x10000, 0, 0, 0, 4};
        board.crashCount = 1;
        McuClient client = connect();
        board.resetCount = 1;
        board.crashCount = 2;
        board.resetCauses = 0x06;

        assertThatExceptionOfType(FirmwareFaultException.class).isThrownBy(() -> client.echo(PING));
    }

    @Test
    void lost_session_of_a_board_that_was_reset_is_a_reset() {
        McuClient client = connect();
        board.then(error(NO_SESSION, 1, 0));
        board.resetCount = 1;
        board.resetCauses = 0x08;

        assertThatExceptionOfType(BoardResetException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessageContaining("reset cause: independent watchdog");
    }

    @Test
    void lost_session_of_a_board_that_had_no_power_is_a_reset() {
        McuClient client = connect();
        board.then(error(NO_SESSION, 1, 0));

        assertThatExceptionOfType(BoardResetException.class)
                .isThrownBy(() -> client.echo(PING))
                .satisfies(reset -> assertThat(reset.fromOutside()).isTrue())
                .withMessageContaining("reset cause: power-on");
    }

    @Test
    void lost_session_of_a_board_that_was_not_reset_is_a_refusal_and_no_timeout() {
        board.resetCount = 1;
        McuClient client = connect();
        board.then(error(NO_SESSION, 0x1234, 0));

        assertThatExceptionOfType(RequestRefusedException.class)
                .isThrownBy(() -> client.echo(PING))
                .withMessage(
                        "The board refused ECHO\n  Seen: NO_SESSION: the nonce 0x00001234 is not that of a session");
    }

    @Test
    void client_works_on_after_a_lost_session() {
        board.resetCount = 1;
        McuClient client = connect();
        board.then(error(NO_SESSION, 0x1234, 0), PONG);
        assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> client.echo(PING));

        assertThat(client.echo(PING)).isEqualTo(PING);
    }

    @Test
    void hello_is_repeated_to_a_board_that_missed_it() {
        board.thenHello(SILENCE, SILENCE);

        connect(Duration.ofSeconds(5));

        assertThat(board.received(MessageType.HELLO)).hasSize(3);
    }

    @Test
    void damaged_hello_is_repeated() {
        board.thenHello(damaged(reply(board.helloPayload())));

        connect(Duration.ofSeconds(5));

        assertThat(board.received(MessageType.HELLO)).hasSize(2);
    }

    /** Each HELLO that comes back in pieces would otherwise cause several, each of which again. */
    @Test
    void garbage_in_pieces_does_not_multiply_hello() {
        Answer pieces = FakeBoard.raw((byte) 1, (byte) 0, (byte) 1, (byte) 0, (byte) 1, (byte) 0, (byte) 1, (byte) 0);
        board.thenHello(pieces, pieces);

        connect(Duration.ofSeconds(5));

        assertThat(board.received(MessageType.HELLO)).hasSize(3);
    }

    @Test
    void hello_survives_what_an_earlier_session_left_on_the_line() {
        Answer leftover = request -> FakeBoard.wire(new Frame(0xFF, 0, 0, errorAboutGarbage()));
        board.thenHello(both(leftover, reply(board.helloPayload())));

        assertThat(connect(Duration.ofSeconds(5)).hello().firmware()).isEqualTo(FakeBoard.ID);
    }

    private static byte[] errorAboutGarbage() {
        return FakeBoard.little(12)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(3)
                .array();
    }

    @Test
    void board_that_never_answers_hello_is_called_silent() {
        board.thenHello(silent(100));

        assertThatExceptionOfType(LinkTimeoutException.class)
                .isThrownBy(() -> connect(Duration.ofMillis(100)))
                .withMessageStartingWith("No reply to HELLO within 0.1 s on board fake\n  Seen: the board is silent\n")
                .withMessageContaining("\n        last bytes received: none\n");
    }

    @Test
    void board_that_sends_only_what_cannot_be_read_is_not_called_silent() {
        Answer noise = FakeBoard.raw((byte) 0x55, (byte) 0x55, (byte) 0);
        board.thenHello(noise, noise, noise);
        board.thenHello(silent(100));

        assertThatExceptionOfType(LinkTimeoutException.class)
                .isThrownBy(() -> connect(Duration.ofMillis(100)))
                .withMessageContaining("  Seen: the board sends what cannot be read: wrong baud rate?\n");
    }

    @Test
    void other_protocol_version_is_a_mismatch_that_names_both() {
        board.version = 5;

        assertThatExceptionOfType(FirmwareMismatchException.class)
                .isThrownBy(this::connect)
                .withMessage("""
                        The board runs another firmware
                          Seen: expected protocol version 4, build id 000102030405060708090a0b0c0d0e0f
                                board    protocol version 5, build id 000102030405060708090a0b0c0d0e0f
                          Do:   use a host and a firmware of the same protocol version""");
    }

    @Test
    void other_protocol_version_is_found_even_if_the_reply_has_another_length() {
        board.version = 5;
        board.thenHello(reply(Arrays.copyOf(board.helloPayload(), 20)));

        assertThatExceptionOfType(FirmwareMismatchException.class)
                .isThrownBy(this::connect)
                .satisfies(e -> assertThat(e.actual().protocolVersion()).isEqualTo(5));
    }

    @Test
    void mismatch_names_the_build_id_that_was_expected() {
        board.version = 5;
        FirmwareId expected = new FirmwareId(Hello.PROTOCOL_VERSION, new BuildId("ffffffffffffffffffffffffffffffff"));

        assertThatExceptionOfType(FirmwareMismatchException.class)
                .isThrownBy(
                        () -> McuClient.connect(board, "fake", () -> "", expected, Duration.ofMillis(300), steps::add))
                .satisfies(e -> assertThat(e.expected()).isEqualTo(expected));
    }

    @Test
    void other_build_is_a_mismatch_that_names_both() {
        FirmwareId expected = new FirmwareId(Hello.PROTOCOL_VERSION, new BuildId("ffffffffffffffffffffffffffffffff"));

        assertThatExceptionOfType(FirmwareMismatchException.class)
                .isThrownBy(
                        () -> McuClient.connect(board, "fake", () -> "", expected, Duration.ofMillis(300), steps::add))
                .withMessage("""
                        The board runs another firmware
                          Seen: expected protocol version 4, build id ffffffffffffffffffffffffffffffff
                                board    protocol version 4, build id 000102030405060708090a0b0c0d0e0f
                          Do:   flash the image of these sources""");
    }

    @Test
    void hello_reply_shorter_than_all_versions_share_is_a_violation() {
        board.thenHello(reply(new byte[19]));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(this::connect)
                .withMessage("""
                        The reply to HELLO is not one that the protocol allows
                          Seen: type 0x81, 19 bytes of payload
                          Do:   compare the firmware with firmware/PROTOCOL.md""");
    }

    @Test
    void hello_reply_of_this_version_but_another_length_is_a_violation() {
        board.thenHello(reply(Arrays.copyOf(board.helloPayload(), 107)));

        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(this::connect)
                .withMessageContaining("type 0x81, 107 bytes of payload");
    }

    @Test
    void reset_whose_reply_was_lost_is_not_an_error() {
        McuClient client = connect();
        board.crash = new int[] {6, 0x08001234, 1, 2, 3, 0x10000, 0, 0, 0, 4};
        board.then(request -> {
            board.resetCount = 1;
            board.resetCauses = 0x06;
            return error(NO_SESSION, request.nonce(), 0).to(request);
        });

        assertThat(client.reset().resetCount()).isEqualTo(1);
    }
}
