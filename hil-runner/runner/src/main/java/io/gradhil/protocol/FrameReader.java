package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import io.gradhil.link.ByteLink;
import java.util.Optional;

/** Cuts the bytes that a link receives into frames. */
final class FrameReader {
    private final ByteLink link;
    private final FrameCodec codec = new FrameCodec();
    private final byte[] chunk = new byte[4096];
    private int at;
    private int end;
    private final byte[] encoded = new byte[FrameCodec.MAX_ENCODED];
    private int length;

    FrameReader(ByteLink link) {
        this.link = link;
    }

    /**
     * Waits for the next frame.
     *
     * @return the frame, good until the next call, or empty if none was complete by the deadline
     * @throws UnreadableFrameException if bytes up to a delimiter were no frame; they are consumed
     */
    Optional<FrameView> next(Deadline deadline) throws UnreadableFrameException {
        while (true) {
            if (at == end) {
                at = 0;
                end = 0; // stays so if the link throws
                end = link.read(chunk, deadline);
                if (end == 0) {
                    return Optional.empty();
                }
            }
            byte value = chunk[at++];
            if (value != 0) {
                append(value);
            } else if (length > 0) {
                return Optional.of(take());
            }
        }
    }

    private void append(byte value) {
        if (length < encoded.length) {
            encoded[length] = value;
        }
        length++;
    }

    private FrameView take() throws UnreadableFrameException {
        int received = length;
        length = 0;
        return codec.read(encoded, received);
    }
}
