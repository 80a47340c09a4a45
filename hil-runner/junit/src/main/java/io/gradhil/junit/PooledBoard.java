package io.gradhil.junit;

import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import org.jspecify.annotations.Nullable;

/** One board of the pool: opened at first use. For the test that has taken it. */
final class PooledBoard {
    private final HilSettings settings;
    private @Nullable HilSession session;
    private @Nullable RuntimeException failure;

    PooledBoard(HilSettings settings) {
        this.settings = settings;
    }

    /** Returns the session; a board that could not be opened is not tried again, each attempt may take its time. */
    HilSession session() {
        if (failure != null) {
            throw failure;
        }
        if (session == null) {
            try {
                session = HilSession.open(settings, StepListener.installed());
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return session;
    }

    void close() {
        if (session != null) {
            session.close();
        }
    }
}
