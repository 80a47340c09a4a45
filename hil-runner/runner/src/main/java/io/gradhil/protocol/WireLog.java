package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;

/** Remembers the last frames of both directions, decoded. */
final class WireLog {
    private static final int KEPT = 60;
    private static final int BYTES_SHOWN = 16;

    private record Entry(Duration at, String direction, Frame frame) {
        @Override
        public String toString() {
            byte[] payload = frame.payload();
            String bytes =
                    HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(payload, Math.min(payload.length, BYTES_SHOWN)));
            return String.format(
                    Locale.ROOT,
                    "%+11.4f s %s %-12s sequence %5d, %4d bytes%s%s",
                    at.toNanos() / 1e9,
                    direction,
                    name(frame.type()),
                    frame.sequence(),
                    payload.length,
                    payload.length == 0 ? "" : ": " + bytes,
                    payload.length > BYTES_SHOWN ? " ..." : "");
        }
    }

    private final Deadline clock = Deadline.after(Duration.ZERO);
    private final Deque<Entry> entries = new ArrayDeque<>();

    void add(String direction, Frame frame) {
        if (entries.size() == KEPT) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(clock.elapsed(), direction, frame));
    }

    /** Returns {@code "BATCH"}, {@code "BATCH reply"}, {@code "ERROR"}, or the number of an unknown type. */
    private static String name(int type) {
        if (type == MessageType.ERROR) {
            return "ERROR";
        }
        for (MessageType known : MessageType.values()) {
            if (known.request() == type || known.reply() == type) {
                return known + (known.reply() == type ? " reply" : "");
            }
        }
        return String.format(Locale.ROOT, "0x%02X", type);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry).append('\n'));
        return text.toString();
    }
}
