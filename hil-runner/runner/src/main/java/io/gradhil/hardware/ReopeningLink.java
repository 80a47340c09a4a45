package io.gradhil.hardware;

import io.gradhil.core.Deadline;
import io.gradhil.core.LinkClosedException;
import io.gradhil.core.PortUnavailableException;
import io.gradhil.link.ByteLink;
import io.gradhil.link.serial.SerialLink;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/**
 * A serial port that may go away for a moment, as when a hub or the probe starts afresh. It is opened again, which is a reported
 * step; what was on its way is lost, and the protocol's to repeat. A port that stays away is the error that it was.
 */
final class ReopeningLink implements ByteLink {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);

    private final IntFunction<SerialLink> opener;
    private final StepListener steps;
    private SerialLink link;
    private int baud;
    private boolean closed;

    /**
     * Takes a port that is open.
     *
     * @param baud its rate
     * @param opener opens it again at a rate
     */
    ReopeningLink(SerialLink link, int baud, IntFunction<SerialLink> opener, StepListener steps) {
        this.link = link;
        this.baud = baud;
        this.opener = opener;
        this.steps = steps;
    }

    private int keeping(IntSupplier action) {
        try {
            return action.getAsInt();
        } catch (LinkClosedException gone) {
            if (closed) {
                throw gone;
            }
            reopen(gone);
            return 0;
        }
    }

    private void reopen(LinkClosedException gone) {
        link.close();
        Deadline deadline = Deadline.after(PATIENCE);
        while (true) {
            try {
                link = opener.apply(baud);
                Step step = new Step("reopen", "the port was gone for a moment", deadline.elapsed());
                steps.onStep(step.as(Outcome.RETRY));
                return;
            } catch (PortUnavailableException stillGone) {
                if (deadline.expired()) {
                    throw gone;
                }
                LockSupport.parkNanos(INTERVAL);
            }
        }
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int count) {
        keeping(() -> {
            link.write(bytes, count);
            return count;
        });
    }

    @Override
    public boolean rate(int rate) {
        boolean set = link.rate(rate);
        baud = set ? rate : baud;
        return set;
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        return keeping(() -> link.read(into, deadline));
    }

    @Override
    public void close() {
        closed = true;
        link.close();
    }
}
