package io.gradhil.virtual.stlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.VirtualNucleo;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client of ST's stlink-server sees: which probes there are, who has them, and how they vanish. */
@Timeout(60)
class StLinkServerTests {
    private static final int OK = 1;
    private static final int BAD_PARAMETER = 0x1002;
    private static final int OPEN_ERROR = 0x1003;
    private static final int BUSY = 0x2004;

    private final ProbeBench bench = new ProbeBench(2);

    @AfterEach
    void close() {
        bench.close();
    }

    private StLinkClient client() throws IOException {
        return new StLinkClient(bench.server);
    }

    @Test
    void says_its_version_and_which_probes_there_are() throws IOException {
        try (StLinkClient client = client()) {
            ByteBuffer version = client.request(new byte[] {0x06, 1, 0, 0}, 16);
            assertThat(version.getInt()).as("API version").isEqualTo(3);

            assertThat(client.count()).isEqualTo(2);

            ByteBuffer second = client.describe(1);
            assertThat(second.getInt(0)).isEqualTo(OK);
            assertThat(new String(second.array(), 8, 32, StandardCharsets.US_ASCII))
                    .isEqualTo("0670FF000000000000000001" + "\0".repeat(8));
            assertThat(second.getShort(40)).isEqualTo((short) 0x0483);
            assertThat(second.getShort(42)).isEqualTo((short) 0x374B);
            assertThat(second.get(44)).isZero();
            assertThat(client.describe(2).getInt(0)).isEqualTo(BAD_PARAMETER);
        }
    }

    @Test
    void a_probe_tells_its_version_and_the_voltage_of_its_board() throws IOException {
        try (StLinkClient client = client()) {
            assertThat(client.open(0)).isEqualTo(OK);

            ByteBuffer version = client.read(6, 0xF1);
            assertThat(version.array()).endsWith(0x2A, 0x1B, 0x83, 0x04, 0x4B, 0x37); // V2J40M27
            assertThat(volts(client)).isEqualTo(3.25, org.assertj.core.api.Assertions.within(0.01));

            bench.board().call(nucleo -> {
                nucleo.powerOff();
                return null;
            });

            assertThat(volts(client)).isZero();
        }
    }

    private static double volts(StLinkClient client) throws IOException {
        ByteBuffer converted = client.read(8, 0xF7);
        return 2 * converted.getInt(4) * 1.2 / converted.getInt(0);
    }

    @Test
    void clients_work_side_by_side_each_with_its_own_board() throws IOException {
        try (StLinkClient first = StLinkClient.debugging(bench.server, 0);
                StLinkClient second = StLinkClient.debugging(bench.server, 1)) {
            first.writeMemory(0x08, 0x20000000, 1, 0, 0, 0);
            second.writeMemory(0x08, 0x20000000, 2, 0, 0, 0);

            assertThat(first.readMemory(0x07, 0x20000000, 4).getInt()).isOne();
            assertThat(second.readMemory(0x07, 0x20000000, 4).getInt()).isEqualTo(2);
        }
    }

    @Test
    void a_probe_belongs_to_one_client_until_that_gives_it_back_or_goes() throws IOException {
        try (StLinkClient second = client()) {
            try (StLinkClient first = client()) {
                first.open(0);
                assertThat(second.isUsed(0)).isTrue();
                assertThat(second.isUsed(1)).isFalse();
                assertThat(second.open(0)).isEqualTo(OPEN_ERROR);

                assertThat(first.closeDevice()).isEqualTo(OK);
                assertThat(second.isUsed(0)).isFalse();
                first.open(0);
            }
            assertThat(second.isUsed(0)).isFalse();
            assertThat(second.open(0)).isEqualTo(OK);
        }
    }

    @Test
    void without_a_device_there_are_no_commands() throws IOException {
        try (StLinkClient client = client()) {
            assertThat(client.transfer(6, 0xF1).getInt()).isEqualTo(BAD_PARAMETER);
            assertThat(client.open(7)).isEqualTo(OPEN_ERROR);
            assertThat(client.closeDevice()).isEqualTo(BAD_PARAMETER);
        }
    }

    @Test
    void a_probe_that_another_program_has_can_be_seen_but_not_used() throws IOException {
        try (StLinkClient client = client()) {
            client.open(0);

            bench.probe().busy(true);

            assertThat(client.transfer(6, 0xF1).getInt()).isEqualTo(BUSY);
            assertThat(client.isUsed(0)).isTrue();

            bench.probe().busy(false);

            assertThat(client.transfer(6, 0xF1).getInt()).isEqualTo(OK);
        }
    }

    @Test
    void a_probe_that_hangs_answers_nothing_while_the_server_goes_on() throws IOException {
        try (StLinkClient client = client();
                StLinkClient other = client()) {
            client.open(0);
            bench.probe().hang(true);
            client.timeout(200);

            assertThatThrownBy(() -> client.read(6, 0xF1)).isInstanceOf(SocketTimeoutException.class);

            assertThat(other.open(1)).isEqualTo(OK);
            assertThat(other.transfer(6, 0xF1).getInt()).isEqualTo(OK);
        }
        bench.probe().hang(false);
        try (StLinkClient client = client()) {
            assertThat(client.isUsed(0)).isFalse();
            assertThat(client.open(0)).isEqualTo(OK);
            assertThat(client.transfer(6, 0xF1).getInt()).isEqualTo(OK);
        }
    }

    @Test
    void an_unplugged_probe_is_gone_and_its_board_without_power() throws IOException {
        try (StLinkClient client = StLinkClient.debugging(bench.server, 0)) {
            client.nrst(0);

            bench.probe().unplug();

            assertThat(client.transfer(6, 0xF1).getInt()).isEqualTo(OPEN_ERROR);
            assertThat(client.count()).isOne();
            assertThat(bench.board().<Boolean>call(VirtualNucleo::isPowered)).isFalse();

            bench.probe().plug();

            assertThat(client.count()).isEqualTo(2);
            assertThat(client.transfer(6, 0xF1).getInt())
                    .as("of the old session")
                    .isEqualTo(OPEN_ERROR);
            client.closeDevice();
            assertThat(client.open(0)).isEqualTo(OK);
            assertThat(client.read(2, 0xF5).get()).as("mode: not in debug mode").isEqualTo((byte) 1);
            assertThat(bench.board().<Boolean>call(VirtualNucleo::isHeldInReset))
                    .isFalse();
        }
    }

    @Test
    void a_client_that_talks_nonsense_is_cut_off_and_nobody_else() throws IOException {
        try (StLinkClient client = client();
                StLinkClient other = client()) {
            assertThatThrownBy(() -> client.request(new byte[] {0x55}, 1)).isInstanceOf(EOFException.class);

            assertThat(other.count()).isEqualTo(2);
        }
    }

    @Test
    void closing_ends_connections_and_frees_the_port() throws IOException {
        int port = bench.server.port();
        try (StLinkClient client = client()) {
            client.open(0);

            bench.server.close();

            assertThatThrownBy(() -> client.transfer(6, 0xF1)).isInstanceOf(IOException.class);
            try (StLinkServer next = new StLinkServer(port)) {
                assertThat(next.port()).isEqualTo(port);
                assertThatThrownBy(() -> new StLinkServer(port))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessage("Cannot listen on 127.0.0.1:" + port);
            }
        }
    }

    @Test
    void a_serial_number_has_24_hex_digits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StLink("0670ff", bench.board()))
                .withMessage("The serial of an ST-LINK has 24 digits 0 to 9, A to F: \"0670ff\"");
    }
}
