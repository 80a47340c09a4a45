package io.gradhil.bench;

import io.gradhil.core.Deadline;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * Training for a time, and whether the heap grows.
 *
 * @param epochs trained
 * @param before bytes of the heap in use at a third of the time
 * @param after bytes in use at the end
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Soak(int epochs, long before, long after) {
    /** What the JVM itself may add meanwhile: a byte for each batch of an hour would be less, a frame for each batch more. */
    private static final long ALLOWED = 1 << 20;

    /** Trains for a time, and at least three epochs. */
    public static Soak run(Duration time) {
        try (HilSession session = HilSession.open(HilSettings.fromProperties(), step -> {})) {
            CcppEpoch epoch = new CcppEpoch(session, Ccpp.find().split(1));
            int first = train(epoch, time.dividedBy(3), 1);
            long before = usedHeap();
            int rest = train(epoch, time.multipliedBy(2).dividedBy(3), 2);
            return new Soak(first + rest, before, usedHeap());
        }
    }

    private static int train(CcppEpoch epoch, Duration time, int least) {
        Deadline deadline = Deadline.after(time);
        int epochs = 0;
        while (epochs < least || !deadline.expired()) {
            epoch.run();
            epochs++;
        }
        return epochs;
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Tells whether more is in use than before, beyond what the JVM itself may add. */
    public boolean grows() {
        return after - before > ALLOWED;
    }
}
