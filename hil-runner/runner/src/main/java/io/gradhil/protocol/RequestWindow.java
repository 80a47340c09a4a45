package io.gradhil.protocol;

import io.gradhil.core.HilException;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are on their way and which are to be sent, {@code firmware/PROTOCOL.md} section 2. Sends nothing and knows
 * no time: it is told what was sent, what arrived, and when nothing did.
 *
 * <p>All that is sent is one stream of bytes. Where a frame ended in it says what the board must have taken when it
 * speaks of a later one.
 */
final class RequestWindow {
    private static final int SEQUENCES = 0x1_0000;

    private final Exchange[] slots;
    private final int credit;

    /** Numbers of the oldest request without a reply and of the next one; a sequence is a number's lower 16 bits. */
    private long oldest;

    private long next;

    private long sent;
    private long taken;

    private boolean syncDue;
    private int syncToken;
    private long syncEnd;

    /**
     * Creates a window without requests.
     *
     * @param size the board's window
     * @param credit the board's credit in bytes
     * @param first sequence of the first request
     */
    RequestWindow(int size, int credit, int first) {
        this.slots = new Exchange[size];
        this.credit = credit;
        this.oldest = SEQUENCES + first; // so that there are numbers before it
        this.next = oldest;
    }

    boolean hasRoom() {
        return next - oldest < slots.length;
    }

    boolean isEmpty() {
        return next == oldest;
    }

    /** Returns the oldest request without a reply, or null. */
    @Nullable Exchange oldest() {
        return isEmpty() ? null : slot(oldest);
    }

    /** Returns the sequence that the next request gets. */
    int nextSequence() {
        return (int) (next % SEQUENCES);
    }

    /** Adds a request, of whose bytes the number is known; there must be room. */
    void add(Exchange request) {
        request.sequence = nextSequence();
        request.due = true;
        slots[(int) (next % slots.length)] = request;
        next++;
    }

    /** Returns the request to send now, or null: those sent before first, none beyond the credit. */
    @Nullable Exchange due() {
        for (long number = oldest; number < next; number++) {
            Exchange request = slot(number);
            if (request.due) {
                return sent - taken + request.bytes <= credit ? request : null;
            }
        }
        return null;
    }

    /** Notes that a request was sent. */
    void sent(Exchange request) {
        sent += request.bytes;
        request.lastEnd = sent;
        request.firstEnd = request.firstEnd == 0 ? sent : request.firstEnd;
        request.due = false;
    }

    /** The session has ended: none of the requests will be answered. */
    void abandon(HilException why) {
        for (long number = oldest; number < next; number++) {
            slot(number).fail(why);
        }
    }

    /** Tells whether SYNC is to be sent. */
    boolean syncDue() {
        return syncDue;
    }

    /** Returns the sequence for a SYNC, which is sent now. */
    int syncSent(int bytes) {
        syncDue = false;
        sent += bytes;
        syncEnd = sent;
        syncToken = (syncToken + 1) % SEQUENCES;
        return syncToken;
    }

    /** Nothing came for a while, or what came could not be read: have the board say what it has. */
    void ask() {
        syncDue = true;
    }

    /** Takes note of a reply. Returns its request, or null if it belongs to none that waits. */
    @Nullable Exchange reply(int sequence) {
        long number = number(sequence);
        Exchange request = waiting(number);
        if (request == null) {
            return null;
        }
        request.answered = true;
        take(request.firstEnd);
        for (long earlier = oldest; earlier < number; earlier++) {
            overtaken(slot(earlier), request);
        }
        while (oldest < next && slot(oldest).answered) {
            oldest++;
        }
        return request;
    }

    /** Replies come in order: an earlier one is lost, unless it was asked for again since. */
    private static void overtaken(Exchange earlier, Exchange answered) {
        if (!earlier.answered && (!earlier.replyLost || answered.firstEnd > earlier.lastEnd)) {
            earlier.replyLost = true;
            earlier.due = true;
        }
    }

    /** The board keeps a request that came early, and says which ones it has. */
    void gap(int sequence, int expected, int held) {
        Exchange early = waiting(number(sequence));
        if (early != null) {
            take(early.firstEnd);
            missing(expected, held, early.lastEnd);
        }
    }

    /** The board could not read a frame, and says which request it expects. */
    void unreadable(int expected) {
        Exchange request = waiting(number(expected));
        if (request != null && request.lastEnd > 0) {
            request.due = true;
        } else {
            syncDue = !isEmpty();
        }
    }

    /** The board has answered SYNC: what it had taken before is lost if neither it nor its reply is here or there. */
    void synced(int token, int expected, int held) {
        if (token != syncToken) {
            return;
        }
        take(syncEnd);
        for (long number = oldest; number < Math.min(number(expected), next); number++) {
            lost(slot(number), syncEnd);
        }
        missing(expected, held, syncEnd);
    }

    /** Sends those again that the board has not, if they were sent before a place in the stream that it has taken. */
    private void missing(int expected, int held, long before) {
        long first = number(expected);
        for (long number = Math.max(first, oldest); number < next; number++) {
            boolean kept = number - first < Short.SIZE && (held >>> (number - first) & 1) != 0;
            if (!kept) {
                lost(slot(number), before);
            }
        }
    }

    private static void lost(Exchange request, long before) {
        request.due |= !request.answered && request.lastEnd > 0 && request.lastEnd < before;
    }

    private void take(long end) {
        taken = Math.max(taken, end);
    }

    /** Returns the number with a sequence that is next to those on their way. */
    private long number(int sequence) {
        return oldest + (short) (sequence - oldest);
    }

    private @Nullable Exchange waiting(long number) {
        boolean inside = number >= oldest && number < next;
        return inside && !slot(number).answered ? slot(number) : null;
    }

    private Exchange slot(long number) {
        return slots[(int) (number % slots.length)];
    }

    /** Returns each request on its way and what is known of it; places in the stream count back from its end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long number = oldest; number < next; number++) {
            Exchange request = slot(number);
            text.append('#').append(request.sequence).append(request.answered ? " answered" : "");
            text.append(request.due ? " due" : "").append(request.replyLost ? " reply lost" : "");
            text.append(
                    request.firstEnd == 0
                            ? ""
                            : " sent " + (sent - request.firstEnd) + " to " + (sent - request.lastEnd));
            text.append("; ");
        }
        return text + "next #" + nextSequence() + ", in flight " + (sent - taken) + " of " + credit
                + (syncDue ? ", SYNC due" : syncEnd == 0 ? "" : ", SYNC sent " + (sent - syncEnd));
    }
}
