package io.gradhil.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Remembers the last frames of both directions in short, for the message when something goes wrong. */
final class FrameLog {
    private static final int KEPT = 12;

    private record Entry(boolean sent, int type, int sequence, int length, String note) {}

    private final Entry[] entries = new Entry[KEPT];
    private int count;

    void sent(MessageType type, int sequence, int length) {
        add(new Entry(true, type.request(), sequence, length, ""));
    }

    void received(FrameView frame) {
        String note = frame.type() != MessageType.ERROR
                ? ""
                : ErrorReply.of(frame).map(ErrorReply::describe).orElse("");
        add(new Entry(false, frame.type(), frame.sequence(), frame.length(), note));
    }

    void unreadable(String why) {
        add(new Entry(false, -1, 0, 0, why));
    }

    private void add(Entry entry) {
        entries[count++ % KEPT] = entry;
    }

    /** Returns the last frames, oldest first, one in a line; empty if there were none. */
    String describe() {
        List<String> lines = new ArrayList<>();
        for (int i = Math.max(0, count - KEPT); i < count; i++) {
            lines.add(text(entries[i % KEPT]));
        }
        return lines.isEmpty() ? "" : "last frames:\n  " + String.join("\n  ", lines);
    }

    private static String text(Entry entry) {
        String direction = entry.sent ? "sent     " : "received ";
        if (entry.type < 0) {
            return direction + "unreadable: " + entry.note;
        }
        String what = entry.type == MessageType.ERROR
                ? "error " + entry.note
                : MessageType.of(entry.type)
                        .map(Enum::name)
                        .orElse(String.format(Locale.ROOT, "type 0x%02X", entry.type));
        return String.format(
                Locale.ROOT,
                "%s#%d %s%s, %d bytes",
                direction,
                entry.sequence,
                what,
                entry.sent || entry.type == MessageType.ERROR ? "" : " reply",
                entry.length);
    }
}
