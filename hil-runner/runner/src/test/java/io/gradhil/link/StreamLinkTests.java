package io.gradhil.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.Deadline;
import io.gradhil.core.LinkClosedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a real socket: {@code far} is the board's end. */
class StreamLinkTests {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Socket far;
    private StreamLink link;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            far = new Socket(server.getInetAddress(), server.getLocalPort());
            Socket near = server.accept();
            link = new StreamLink("test", near.getInputStream(), near.getOutputStream(), near, () -> "far end gone");
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        link.close();
        far.close();
    }

    private byte[] read(int size, Duration patience) {
        byte[] into = new byte[size];
        return Arrays.copyOf(into, link.read(into, Deadline.after(patience)));
    }

    private static Thread threadNamed(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name) && thread.isAlive())
                .findFirst()
                .orElse(null);
    }

    @Test
    void passes_bytes_from_the_far_end() throws IOException {
        far.getOutputStream().write(new byte[] {1, 0, -1});

        assertThat(read(10, LONG)).containsExactly(1, 0, -1);
    }

    @Test
    void passes_bytes_to_the_far_end() throws IOException {
        link.write(new byte[] {1, 0, -1});

        assertThat(far.getInputStream().readNBytes(3)).containsExactly(1, 0, -1);
    }

    @Test
    void keeps_what_does_not_fit_for_the_next_read() throws IOException {
        far.getOutputStream().write(new byte[] {1, 2, 3, 4, 5});
        far.shutdownOutput();

        assertThat(read(2, LONG)).containsExactly(1, 2);
        assertThat(read(2, LONG)).containsExactly(3, 4);
        assertThat(read(2, LONG)).containsExactly(5);
    }

    @Test
    void returns_nothing_when_the_deadline_has_passed() {
        Deadline deadline = Deadline.after(Duration.ofMillis(100));

        int count = link.read(new byte[1], deadline);

        assertThat(count).isZero();
        assertThat(deadline.elapsed()).isBetween(Duration.ofMillis(100), LONG);
    }

    @Test
    void deadline_that_has_passed_still_gives_what_has_arrived() throws IOException {
        far.getOutputStream().write(1);
        Awaitility.await().until(() -> read(1, Duration.ZERO).length == 1);

        assertThat(read(1, Duration.ZERO)).isEmpty();
    }

    @Test
    void everything_is_read_before_the_end_is_reported() throws IOException {
        far.getOutputStream().write(7);
        far.close();

        assertThat(read(10, LONG)).containsExactly(7);
        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> read(10, LONG))
                .withMessage("The link to test has ended\n  Seen: far end gone");
    }

    @Test
    void end_is_reported_long_before_the_deadline() throws IOException {
        Deadline clock = Deadline.after(LONG);
        far.close();

        assertThatExceptionOfType(LinkClosedException.class).isThrownBy(() -> link.read(new byte[1], clock));
        assertThat(clock.expired()).isFalse();
    }

    @Test
    void close_from_another_thread_ends_a_waiting_read() {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                link.read(new byte[1], Deadline.after(LONG));
                ended.complete(null);
            } catch (LinkClosedException e) {
                ended.complete(e);
            }
        });
        waiting.start();
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        link.close();

        assertThat(ended).succeedsWithin(10, TimeUnit.SECONDS).isInstanceOf(LinkClosedException.class);
    }

    @Test
    void write_to_a_closed_link_says_what_is_known() {
        link.close();

        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> link.write(new byte[] {1}))
                .withMessage("The link to test has ended\n  Seen: far end gone");
    }

    @Test
    void close_is_safe_twice_and_leaves_no_thread() {
        link.close();
        link.close();

        Awaitility.await().until(() -> threadNamed("link to test") == null);
    }

    @Test
    void interruption_ends_a_read_and_stays_known() {
        AtomicReference<String> message = new AtomicReference<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                link.read(new byte[1], Deadline.after(LONG));
            } catch (LinkClosedException e) {
                message.set(e.getMessage());
            }
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiting.start();

        waiting.interrupt();

        assertThat(interrupted).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(true);
        assertThat(message).hasValue("The link to test has ended\n  Seen: the waiting thread was interrupted");
    }
}
