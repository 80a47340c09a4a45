package io.gradhil.junit;

import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The board of a test run: opened at first use, kept in the root store, and closed with it. */
final class SharedBoard implements AutoCloseable {
    private final HilSession session;

    private SharedBoard(HilSession session) {
        this.session = session;
    }

    static HilSession of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedBoard.class))
                .getOrComputeIfAbsent(SharedBoard.class, key -> open(), SharedBoard.class)
                .session;
    }

    /** Returns the board if it is open. */
    static Optional<HilSession> opened(ExtensionContext context) {
        return Optional.ofNullable(context.getRoot()
                        .getStore(Namespace.create(SharedBoard.class))
                        .get(SharedBoard.class, SharedBoard.class))
                .map(shared -> shared.session);
    }

    private static SharedBoard open() {
        return new SharedBoard(HilSession.open(HilSettings.fromProperties(), StepListener.installed()));
    }

    @Override
    public void close() {
        session.close();
    }
}
