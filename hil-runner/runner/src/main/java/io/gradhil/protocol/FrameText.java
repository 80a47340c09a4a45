package io.gradhil.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** Says in one line what a frame is. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FrameText {
    private FrameText() {}

    /** Describes a request or a reply: its type and sequence, and what is in it if that takes no more than a line. */
    public static String of(Frame frame) {
        String content = ErrorReply.of(frame).map(ErrorReply::describe).orElseGet(() -> content(frame));
        return String.format(Locale.ROOT, "%-15s %5d  %s", name(frame.type()), frame.sequence(), content);
    }

    private static String name(int type) {
        if (type == MessageType.ERROR) {
            return "ERROR";
        }
        Optional<MessageType> request = Arrays.stream(MessageType.values())
                .filter(message -> message.request() == type || message.reply() == type)
                .findFirst();
        return request.map(message -> message + (message.reply() == type ? " reply" : ""))
                .orElseGet(() -> String.format(Locale.ROOT, "type 0x%02X", type));
    }

    private static String content(Frame frame) {
        int length = frame.payload().length;
        if (frame.type() == MessageType.HELLO.reply() && length == Hello.BYTES) {
            Hello hello = Hello.of(frame.reader());
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
        if (frame.type() == MessageType.STATS.reply() && length == Stats.BYTES) {
            Stats stats = Stats.of(frame.reader());
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
        return String.format(Locale.ROOT, "%,d bytes", length);
    }
}
