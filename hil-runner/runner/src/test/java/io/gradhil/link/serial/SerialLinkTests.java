package io.gradhil.link.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.Deadline;
import io.gradhil.core.LinkClosedException;
import io.gradhil.core.PortFault;
import io.gradhil.core.PortUnavailableException;
import io.gradhil.rehearsal.Bench;
import io.gradhil.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "benches are made on Linux only")
@Timeout(120)
class SerialLinkTests {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Bench bench;
    private String port;

    @BeforeEach
    void open() {
        bench = Bench.open(1);
        port = bench.boards().get(0).byId().toString();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static PortUnavailableException refusal(String path) {
        try (SerialLink link = SerialLink.open(path, 115_200)) {
            throw new AssertionError("opened: " + link);
        } catch (PortUnavailableException e) {
            return e;
        }
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("link to /"))
                .count();
    }

    @Test
    void a_wait_ends_at_its_deadline() {
        try (SerialLink link = SerialLink.open(port, 115_200)) {
            assertThat(link.read(new byte[8], Deadline.after(Duration.ofMillis(300))))
                    .isZero();
        }
    }

    @Test
    void closing_ends_the_reader_and_frees_the_port() {
        for (int i = 0; i < 3; i++) {
            SerialLink link = SerialLink.open(port, 115_200);
            link.close();
            link.close();
        }

        assertThat(PortUsers.of(port)).isEmpty();
        Awaitility.await().until(() -> readers() == 0);
    }

    @Test
    void a_closed_link_says_so() {
        SerialLink link = SerialLink.open(port, 115_200);
        link.close();

        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> link.write(new byte[1]))
                .withMessage("The link to " + port + " has ended\n  Seen: the port was closed or has failed");
        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> link.read(new byte[1], Deadline.after(LONG)));
    }

    @Test
    void a_board_that_is_unplugged_ends_a_wait_at_once() {
        try (SerialLink link = SerialLink.open(port, 115_200)) {
            bench.boards().get(0).unplug();

            assertThatExceptionOfType(LinkClosedException.class)
                    .isThrownBy(() -> link.read(new byte[1], Deadline.after(LONG)))
                    .withMessage("The link to " + port + " has ended\n  Seen: the port is gone: unplugged?");
        }
    }

    @Test
    void a_port_that_is_open_in_this_process_is_busy_and_the_user_is_named() {
        try (SerialLink link = SerialLink.open(port, 115_200)) {
            assertThat(link).isNotNull();
            assertThat(refusal(port))
                    .hasMessage("The serial port " + port + " cannot be used: another program uses it"
                            + "\n  Seen: process " + ProcessHandle.current().pid() + ": java"
                            + "\n  Do:   end the program that uses the port: a terminal, an IDE, ModemManager");
        }
    }

    /** Opens a port, says so and waits to be killed. */
    public static final class PortHolder {
        private PortHolder() {}

        public static void main(String[] arguments) throws IOException {
            SerialLink.open(System.getProperty("hil.test.port"), 115_200);
            System.out.println("opened");
            System.in.read();
        }
    }

    @Test
    void a_port_that_another_process_uses_is_busy_until_that_is_killed() {
        try (OtherJvm other = OtherJvm.start(PortHolder.class, "-Dhil.test.port=" + port)) {
            other.awaitLine("opened");

            assertThat(refusal(port).fault()).isEqualTo(PortFault.BUSY);
            assertThat(PortUsers.of(port)).containsExactly("process " + other.pid() + ": java");
        }

        SerialLink.open(port, 115_200).close();
    }

    /** Each unpacks the library's native part if it is not there. */
    @Test
    void processes_that_start_at_once_do_not_spoil_each_others_library(@TempDir Path fresh) {
        List<OtherJvm> others = IntStream.range(0, 3)
                .mapToObj(i -> OtherJvm.start(
                        PortHolder.class,
                        "-Djava.io.tmpdir=" + fresh,
                        "-Duser.home=" + fresh,
                        "-Dhil.test.port=/nowhere/port"))
                .toList();

        others.forEach(
                other -> other.awaitLine("Exception in thread \"main\" io.gradhil.core.PortUnavailableException"));
        others.forEach(OtherJvm::close);
    }

    @Test
    void a_port_that_is_not_there_is_not_looked_for_elsewhere(@TempDir Path folder) {
        assertThat(refusal(folder.resolve("null").toString()))
                .hasMessage("The serial port " + folder.resolve("null") + " cannot be used: there is no such port"
                        + "\n  Do:   plug the board in; a board that was replugged has a new port: run again");
    }

    @Test
    void a_link_that_leads_nowhere_is_a_port_that_is_not_there(@TempDir Path folder) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("by-id"), folder.resolve("ttyACM0"));

        assertThat(refusal(link.toString()).fault()).isEqualTo(PortFault.VANISHED);
    }

    @Test
    void a_device_that_is_no_terminal_is_no_port() {
        assertThat(refusal("/dev/null"))
                .hasMessage("The serial port /dev/null cannot be used: it is no serial port"
                        + "\n  Do:   correct \"port\" in the board's file in ci/boards, or leave it out");
    }

    /** A file of the kernel's that nobody may write, not even root. */
    @Test
    void a_port_that_this_user_may_not_open_says_who_may() {
        assertThat(refusal("/sys/kernel/uevent_seqnum"))
                .hasMessageStartingWith(
                        "The serial port /sys/kernel/uevent_seqnum cannot be used: this user may not open it"
                                + "\n  Seen: /sys/kernel/uevent_seqnum is r--r--r--, owner root, group root; this user is ")
                .hasMessageEndingWith(
                        "\n  Do:   install ci/70-gradhil.rules as ci/README.md says, or join the port's group and log in again");
    }

    @Test
    void what_has_arrived_can_be_thrown_away_and_is_counted() {
        try (SerialLink link = SerialLink.open(port, 115_200)) {
            assertThat(link.discard()).isZero();
        }
    }
}
