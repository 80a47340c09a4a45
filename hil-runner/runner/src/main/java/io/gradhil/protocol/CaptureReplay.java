package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import io.gradhil.link.ByteLink;
import io.gradhil.link.WireCapture;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/** Plays a {@link WireCapture} to a board, and finds out where the board answers otherwise than it did. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CaptureReplay {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A board that says nothing for so long has nothing left to say. */
    private static final Duration QUIET = Duration.ofMillis(100);

    private final ByteLink link;
    private final Consumer<String> told;
    private final CapturedFrames sent = new CapturedFrames("> ");
    private final CapturedFrames received = new CapturedFrames("< ");
    private final byte[] chunk = new byte[4096];

    private CaptureReplay(ByteLink link, Consumer<String> told) {
        this.link = link;
        this.told = told;
    }

    /**
     * Plays a capture.
     *
     * @param capture its lines
     * @param link to a board that was just started, and negotiated its rate as the captured one had
     * @param told hears of each frame, readable
     * @return where the board's bytes differ from the captured ones, or empty if nowhere
     * @throws IllegalArgumentException if the lines are no capture
     */
    public static Optional<String> play(List<String> capture, ByteLink link, Consumer<String> told) {
        if (capture.isEmpty() || !capture.get(0).equals(WireCapture.HEADER)) {
            throw new IllegalArgumentException(
                    "Not a wire capture: its first line must be \"" + WireCapture.HEADER + "\"");
        }
        return new CaptureReplay(link, told).play(capture);
    }

    /** Returns a capture with each frame in words behind the line in which it ends, as comments. */
    public static String annotate(String capture) {
        StringBuilder text = new StringBuilder();
        CapturedFrames sent = new CapturedFrames("# > ");
        CapturedFrames received = new CapturedFrames("# < ");
        for (String line : capture.lines().toList()) {
            text.append(line).append('\n');
            if (line.startsWith(">") || line.startsWith("<")) {
                byte[] bytes = HexFormat.of().parseHex(line.substring(2));
                (line.startsWith(">") ? sent : received)
                        .take(bytes, frame -> text.append(frame).append('\n'));
            }
        }
        return text.toString();
    }

    private Optional<String> play(List<String> capture) {
        discard();
        for (int i = 0; i < capture.size(); i++) {
            String line = capture.get(i);
            String content = line.length() > 2 ? line.substring(2) : "";
            Optional<String> difference = Optional.empty();
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '>' -> send(HexFormat.of().parseHex(content));
                case '<' -> difference = expect(HexFormat.of().parseHex(content));
                case '!' -> link.rate(Integer.parseInt(content));
                case '#' -> {}
                default -> throw new IllegalArgumentException("Not a line of a wire capture: " + line);
            }
            if (difference.isPresent()) {
                return Optional.of("line " + (i + 1) + ": " + difference.get());
            }
        }
        return Optional.empty();
    }

    /** Takes what the board still answers to someone before: a HELLO that was repeated is answered twice. */
    private void discard() {
        Deadline deadline = Deadline.after(PATIENCE);
        int count = 1;
        while (count > 0 && !deadline.expired()) {
            count = link.read(chunk, deadline.atMost(QUIET));
        }
    }

    private void send(byte[] bytes) {
        sent.take(bytes, told);
        link.write(bytes);
    }

    private Optional<String> expect(byte[] bytes) {
        byte[] actual = receive(bytes.length);
        received.take(actual, told);
        if (Arrays.equals(actual, bytes)) {
            return Optional.empty();
        }
        HexFormat hex = HexFormat.of();
        return Optional.of("captured " + hex.formatHex(bytes) + ", now " + hex.formatHex(actual));
    }

    private byte[] receive(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deadline deadline = Deadline.after(PATIENCE);
        while (bytes.size() < count && !deadline.expired()) {
            byte[] room = bytes.size() + chunk.length <= count ? chunk : new byte[count - bytes.size()];
            bytes.write(room, 0, link.read(room, deadline));
        }
        return bytes.toByteArray();
    }
}
