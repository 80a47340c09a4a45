package io.gradhil.protocol;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** The bytes of one direction as frames in words. */
final class CapturedFrames {
    private final String prefix;
    private final FrameCodec codec = new FrameCodec();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

    CapturedFrames(String prefix) {
        this.prefix = prefix;
    }

    /** Tells of the frames that end in these bytes. */
    void take(byte[] bytes, Consumer<String> told) {
        for (byte value : bytes) {
            if (value != 0) {
                frame.write(value);
            } else if (frame.size() > 0) {
                told.accept(prefix + describe(frame.toByteArray()));
                frame.reset();
            }
        }
    }

    private String describe(byte[] encoded) {
        try {
            return FrameText.of(codec.read(encoded, encoded.length));
        } catch (UnreadableFrameException e) {
            return "not readable: " + e.getMessage();
        }
    }
}
