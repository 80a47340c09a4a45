package io.gradhil.link;

import io.gradhil.core.Deadline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Passes bytes through and keeps all of them, up to a limit, as text that {@code hil replay} can play to another board. Each line is a
 * piece as it was handed over: {@code >} to the board or {@code <} from it, then its bytes in hex; {@code !} and a number is the baud
 * rate from then on; {@code #} begins a comment.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class WireCapture implements ByteLink {
    /** First line of a capture. */
    public static final String HEADER = "# GradHIL wire capture 1";

    private static final int LIMIT = 4 << 20;

    private record Piece(char mark, byte[] bytes) {}

    private final ByteLink link;
    private final List<Piece> pieces = new ArrayList<>();
    private long total;
    private byte[] rate = {};

    /** Wraps a link, which is closed with this one. */
    public WireCapture(ByteLink link) {
        this.link = link;
    }

    /** Forgets what was captured, but for the rate. */
    public void clear() {
        pieces.clear();
        total = 0;
        keep('!', rate, rate.length);
    }

    private void keep(char mark, byte[] bytes, int count) {
        if (count > 0 && total + count <= LIMIT) {
            pieces.add(new Piece(mark, Arrays.copyOf(bytes, count)));
        }
        total += count;
    }

    @Override
    public void write(byte[] bytes) {
        keep('>', bytes, bytes.length);
        link.write(bytes);
    }

    @Override
    public void write(byte[] bytes, int count) {
        keep('>', bytes, count);
        link.write(bytes, count);
    }

    @Override
    public boolean rate(int baud) {
        boolean set = link.rate(baud);
        if (set) {
            rate = Integer.toString(baud).getBytes(StandardCharsets.US_ASCII);
            keep('!', rate, rate.length);
        }
        return set;
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        int count = link.read(into, deadline);
        keep('<', into, count);
        return count;
    }

    @Override
    public void close() {
        link.close();
    }

    /** Returns the capture. */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Piece piece : pieces) {
            String content = piece.mark == '!'
                    ? new String(piece.bytes, StandardCharsets.US_ASCII)
                    : HexFormat.of().formatHex(piece.bytes);
            text.append(piece.mark).append(' ').append(content).append('\n');
        }
        if (total > LIMIT) {
            text.append("# ").append(total).append(" bytes in all; the rest was not kept\n");
        }
        return text.toString();
    }
}
