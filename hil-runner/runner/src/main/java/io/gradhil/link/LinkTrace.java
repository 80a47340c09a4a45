package io.gradhil.link;

import io.gradhil.core.Deadline;
import java.util.HexFormat;
import org.apiguardian.api.API;

/** Passes bytes through and remembers the last ones of each direction, for the message when something goes wrong. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LinkTrace implements ByteLink {
    private static final int KEPT = 16;

    private final ByteLink link;
    private final Tail sent = new Tail();
    private final Tail received = new Tail();

    /** Wraps a link, which is closed with this one. */
    public LinkTrace(ByteLink link) {
        this.link = link;
    }

    @Override
    public void write(byte[] bytes) {
        sent.add(bytes, bytes.length);
        link.write(bytes);
    }

    @Override
    public void write(byte[] bytes, int count) {
        sent.add(bytes, count);
        link.write(bytes, count);
    }

    @Override
    public boolean rate(int baud) {
        return link.rate(baud);
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        int count = link.read(into, deadline);
        received.add(into, count);
        return count;
    }

    @Override
    public void close() {
        link.close();
    }

    /** Returns how many bytes went either way. */
    public long total() {
        return sent.total + received.total;
    }

    /** Returns how many bytes went each way, and the last of them. */
    public String describe() {
        return "last bytes sent: " + sent + "\nlast bytes received: " + received;
    }

    private static final class Tail {
        private final byte[] bytes = new byte[KEPT];
        private long total;

        void add(byte[] source, int count) {
            for (int i = Math.max(0, count - KEPT); i < count; i++) {
                bytes[(int) ((total + i) % KEPT)] = source[i];
            }
            total += count;
        }

        @Override
        public String toString() {
            if (total == 0) {
                return "none";
            }
            int count = (int) Math.min(total, KEPT);
            byte[] last = new byte[count];
            for (int i = 0; i < count; i++) {
                last[i] = bytes[(int) ((total - count + i) % KEPT)];
            }
            return HexFormat.ofDelimiter(" ").formatHex(last) + " (" + total + " in all)";
        }
    }
}
