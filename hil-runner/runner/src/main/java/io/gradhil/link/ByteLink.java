package io.gradhil.link;

import io.gradhil.core.Deadline;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * A stream of bytes to and from a board. Reading begins with the link's construction, so that nothing is lost between
 * two calls. For one thread at a time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ByteLink extends AutoCloseable {
    /**
     * Sends bytes; returns when they are handed over to the operating system.
     *
     * @throws io.gradhil.core.LinkClosedException if the link has ended
     */
    void write(byte[] bytes);

    /** Sends the first {@code count} bytes of an array, which stays the caller's; otherwise as {@link #write(byte[])}. */
    default void write(byte[] bytes, int count) {
        write(Arrays.copyOf(bytes, count));
    }

    /**
     * Sends and receives at another rate from now on; both begin at the rate with which the link was opened.
     *
     * @param baud bits per second, above 0
     * @return false, without effect, if the link has no rate that could be set
     */
    default boolean rate(int baud) {
        return false;
    }

    /**
     * Waits for bytes.
     *
     * @param into receives what has arrived, from index 0 on; modified
     * @return how many arrived, or 0 if none did until the deadline
     * @throws io.gradhil.core.LinkClosedException if the link has ended and everything was read
     */
    int read(byte[] into, Deadline deadline);

    /** Ends the link; safe to call again. */
    @Override
    void close();
}
