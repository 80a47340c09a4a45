package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/** Remembers the last frames of both directions, and says in words what they were. Keeps what it needs in place. */
final class WireLog {
    private static final int KEPT = 60;

    private static final class Entry {
        private Duration at = Duration.ZERO;
        private String direction = "";
        private String unreadable = "";
        private int type;
        private int sequence;
        private int length;
        private final byte[] start = new byte[FrameText.TELLING_BYTES];

        private String text() {
            String what =
                    unreadable.isEmpty() ? FrameText.of(type, sequence, length, start) : "not readable: " + unreadable;
            return String.format(Locale.ROOT, "%+11.4f s %s %s%n", at.toNanos() / 1e9, direction, what);
        }
    }

    private final Deadline clock = Deadline.after(Duration.ZERO);
    private final Entry[] entries = new Entry[KEPT];
    private long count;

    void sent(FrameView frame) {
        add(">", frame);
    }

    void received(FrameView frame) {
        add("<", frame);
    }

    /** Something arrived that was no frame. */
    void unreadable(String why) {
        next("<").unreadable = why;
    }

    private void add(String direction, FrameView frame) {
        Entry entry = next(direction);
        entry.type = frame.type();
        entry.sequence = frame.sequence();
        entry.length = frame.length();
        ByteBuffer payload = frame.payload();
        payload.get(entry.start, 0, Math.min(entry.start.length, payload.remaining()));
    }

    private Entry next(String direction) {
        int at = (int) (count++ % KEPT);
        if (entries[at] == null) {
            entries[at] = new Entry();
        }
        Entry entry = entries[at];
        entry.at = clock.elapsed();
        entry.direction = direction;
        entry.unreadable = "";
        return entry;
    }

    /** Returns the last frames, oldest first, one a line; at most so many. */
    String last(int most) {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, count - Math.min(most, KEPT)); i < count; i++) {
            text.append(entries[(int) (i % KEPT)].text());
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return last(KEPT);
    }
}
