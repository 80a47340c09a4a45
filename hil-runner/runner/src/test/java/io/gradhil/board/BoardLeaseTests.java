package io.gradhil.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.core.BoardBusyException;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BoardLeaseTests {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Step> steps = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void useOwnFolder() {
        System.setProperty("hil.lease.dir", folder.toString());
    }

    @AfterEach
    void forgetFolder() {
        System.clearProperty("hil.lease.dir");
    }

    private BoardLease take(Duration limit) {
        return BoardLease.take("066DFF48", "a test", limit, steps::add);
    }

    private static String self() {
        return "in use by " + System.getProperty("user.name") + ", process "
                + ProcessHandle.current().pid() + ", since 2";
    }

    /** Takes the lease, says so and waits to be killed. */
    public static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            BoardLease.take("066DFF48", "another run", LONG, StepListener.NONE);
            System.out.println("taken");
            System.in.read();
        }
    }

    private OtherJvm holder() {
        OtherJvm other = OtherJvm.start(Holder.class, "-Dhil.lease.dir=" + folder);
        other.awaitLine("taken");
        return other;
    }

    @Test
    void the_file_says_who_holds_the_board_since_when_and_why() throws IOException {
        try (BoardLease lease = take(SHORT)) {
            assertThat(lease).isNotNull();
            assertThat(Files.readString(folder.resolve("066DFF48.lease")))
                    .startsWith(self())
                    .matches("(?s).*since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\\nfor a test");
        }
    }

    @Test
    void a_second_thread_does_not_get_it_and_is_told_who_has_it() {
        try (BoardLease lease = take(SHORT)) {
            assertThat(lease).isNotNull();
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() ->
                            CompletableFuture.supplyAsync(() -> take(SHORT)).join())
                    .havingCause()
                    .isInstanceOf(BoardBusyException.class)
                    .withMessageStartingWith("Board 066DFF48 is in use; waited 0.2 s\n  Seen: " + self());
        }
    }

    @Test
    void a_lease_that_was_given_back_is_free_for_the_next_one_without_a_word() {
        take(SHORT).close();

        take(SHORT).close();

        assertThat(steps).isEmpty();
    }

    @Test
    void one_that_waits_gets_it_when_it_is_given_back_and_says_that_it_waited() {
        BoardLease first = take(SHORT);
        CompletableFuture<BoardLease> second = CompletableFuture.supplyAsync(() -> take(LONG));

        CompletableFuture.runAsync(
                first::close, CompletableFuture.delayedExecutor(200, java.util.concurrent.TimeUnit.MILLISECONDS));

        second.join().close();
        assertThat(steps).singleElement().satisfies(step -> assertThat(step.detail())
                .startsWith("waited for: " + self())
                .endsWith(", for a test"));
    }

    @Test
    void of_many_threads_one_has_it_at_a_time() {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> {
                            for (int round = 0; round < 5; round++) {
                                try (BoardLease lease = BoardLease.take("b", "a test", LONG, StepListener.NONE)) {
                                    most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                                    assertThat(lease).isNotNull();
                                    holders.decrementAndGet();
                                }
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(most).hasValue(1);
    }

    @Test
    void a_second_process_does_not_get_it_and_is_told_who_has_it() {
        try (OtherJvm other = holder()) {
            assertThatExceptionOfType(BoardBusyException.class)
                    .isThrownBy(() -> take(SHORT))
                    .withMessageContaining(", process " + other.pid() + ", since 2")
                    .withMessageContaining("for another run");
        }
    }

    /** To the operating system a look at the file by the holder is one by the process: closing it must not end the lock. */
    @Test
    void looking_at_a_held_board_does_not_free_it() {
        try (BoardLease lease = take(SHORT)) {
            assertThat(lease).isNotNull();
            assertThatExceptionOfType(BoardBusyException.class).isThrownBy(() -> take(SHORT));

            try (OtherJvm other = OtherJvm.start(Holder.class, "-Dhil.lease.dir=" + folder)) {
                assertThat(other.saysWithin("taken", Duration.ofSeconds(3))).isFalse();
            }
        }
    }

    @Test
    void a_process_that_is_killed_gives_it_back_and_the_next_one_says_so() {
        OtherJvm other = holder();
        long pid = other.pid();

        other.kill();

        take(LONG).close();
        assertThat(steps).extracting(Step::detail).anySatisfy(detail -> assertThat(detail)
                .startsWith("taken over, not released by: in use by ")
                .contains("process " + pid)
                .endsWith("for another run"));
    }

    @Test
    void boards_are_leased_one_by_one() {
        try (BoardLease one = BoardLease.take("1", "a test", SHORT, StepListener.NONE);
                BoardLease two = BoardLease.take("2", "a test", SHORT, StepListener.NONE)) {
            assertThat(one).isNotSameAs(two);
        }
    }

    @Test
    void giving_it_back_twice_does_not_take_it_from_the_next_one() {
        BoardLease first = take(SHORT);
        first.close();
        try (BoardLease second = take(SHORT)) {
            assertThat(second).isNotNull();

            first.close();

            assertThatExceptionOfType(BoardBusyException.class).isThrownBy(() -> take(SHORT));
        }
    }

    @Test
    void a_listener_that_throws_leaves_the_board_free() throws IOException {
        Files.writeString(folder.resolve("066DFF48.lease"), "in use by ann");

        assertThatIllegalStateException()
                .isThrownBy(() -> BoardLease.take("066DFF48", "", SHORT, step -> {
                    throw new IllegalStateException("broken listener");
                }));

        assertThatCode(() -> take(SHORT).close()).doesNotThrowAnyException();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX permissions")
    void all_users_of_the_machine_can_take_it() throws IOException {
        Path shared = folder.resolve("shared");
        System.setProperty("hil.lease.dir", shared.toString());

        take(SHORT).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rwxrwxrwx");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared.resolve("066DFF48.lease"))))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void a_name_that_is_no_file_name_is_made_one() throws IOException {
        BoardLease.take("../a b", "a test", SHORT, StepListener.NONE).close();

        assertThat(folder.resolve(".._a_b.lease")).exists();
    }
}
