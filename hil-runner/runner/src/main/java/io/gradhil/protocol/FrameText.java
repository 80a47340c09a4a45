package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Locale;

/** Says in one line what a frame is: its type and sequence, and what is in it if that takes no more than a line. */
final class FrameText {
    /** So much of a payload tells all that is said of it. */
    static final int TELLING_BYTES = Hello.BYTES;

    private static final int BYTES_SHOWN = 16;

    private FrameText() {}

    static String of(Frame frame) {
        return of(frame.type(), frame.sequence(), frame.payload().length, frame.payload());
    }

    static String of(FrameView frame) {
        return of(frame.frame());
    }

    /**
     * Describes a frame of whose payload the first bytes are at hand.
     *
     * @param length of the payload
     * @param start its first {@link #TELLING_BYTES} bytes, or all if there are fewer; more does no harm
     */
    static String of(int type, int sequence, int length, byte[] start) {
        ByteBuffer payload = ByteBuffer.wrap(start, 0, Math.min(length, start.length))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        return String.format(Locale.ROOT, "%-16s %5d  %s", name(type), sequence, content(type, length, payload));
    }

    /** Returns {@code "BATCH"}, {@code "BATCH reply"}, {@code "ERROR"}, or the number of an unknown type. */
    private static String name(int type) {
        if (type == MessageType.ERROR) {
            return "ERROR";
        }
        return MessageType.of(type)
                .map(message -> message + (message.reply() == type ? " reply" : ""))
                .orElseGet(() -> String.format(Locale.ROOT, "type 0x%02X", type));
    }

    private static String content(int type, int length, ByteBuffer payload) {
        if (type == MessageType.HELLO.reply() && length == Hello.BYTES) {
            return content(Hello.of(payload));
        }
        if (type == MessageType.STATS.reply() && length == Stats.BYTES) {
            return content(Stats.of(payload));
        }
        return ErrorReply.of(type, payload).map(ErrorReply::describe).orElseGet(() -> bytes(length, payload));
    }

    private static String content(Hello hello) {
        return String.format(
                Locale.ROOT,
                "%s, %d MHz, %d resets, last: %s, %d crashes%s",
                hello.firmware(),
                hello.clockHz() / 1_000_000,
                hello.resetCount(),
                hello.resetCause(),
                hello.crashCount(),
                hello.crash().map(crash -> ", last: " + crash.name()).orElse(""));
    }

    private static String content(Stats stats) {
        return String.format(
                Locale.ROOT,
                "%,d frames, %,d damaged, %,d bytes lost, %,d line errors, stack %,d of %,d bytes",
                stats.frames(),
                stats.badFrames() + stats.badCrcs(),
                stats.rxOverruns(),
                stats.rxLineErrors(),
                stats.stackHighWater(),
                stats.stackBytes());
    }

    private static String bytes(int length, ByteBuffer payload) {
        byte[] shown = new byte[Math.min(BYTES_SHOWN, payload.remaining())];
        payload.get(shown);
        String count = String.format(Locale.ROOT, "%,d bytes", length);
        String hex = HexFormat.ofDelimiter(" ").formatHex(shown);
        return count + (length == 0 ? "" : ": " + hex) + (length > BYTES_SHOWN ? " ..." : "");
    }
}
