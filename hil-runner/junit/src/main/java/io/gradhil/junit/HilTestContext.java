package io.gradhil.junit;

import io.gradhil.board.Board;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.McuTrainer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** What one test has been given so far; the board is touched only if the test asks for it. */
final class HilTestContext {
    private final ExtensionContext context;
    private final HilTest settings;
    private final NetworkSpec spec;
    private @Nullable McuClient client;
    private @Nullable McuTrainer trainer;

    HilTestContext(ExtensionContext context) {
        this.context = context;
        this.settings = AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), HilTest.class, context.getEnclosingTestClasses())
                .orElseThrow();
        this.spec = spec(settings);
    }

    private static NetworkSpec spec(HilTest settings) {
        try {
            return NetworkSpec.parse(settings.network(), settings.hidden(), new Sgd(settings.learningRate()));
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException("@HilTest describes no network: " + e.getMessage(), e);
        }
    }

    /** Returns the board's client; at the first call the board is brought back to its initial state. */
    McuClient client() {
        if (client == null) {
            client = SharedBoard.of(context).restore();
        }
        return client;
    }

    Board board() {
        client();
        return SharedBoard.of(context).board();
    }

    /** Returns what went over the wire during the test, if it used the board. */
    Optional<String> capture() {
        return client == null
                ? Optional.empty()
                : Optional.of(SharedBoard.of(context).capture());
    }

    McuTrainer trainer() {
        if (trainer == null) {
            McuTrainer fresh = new McuTrainer(client());
            fresh.configure(spec, Network.initialParameters(spec, settings.seed()));
            trainer = fresh;
        }
        return trainer;
    }

    Network reference() {
        return new Network(spec, Network.initialParameters(spec, settings.seed()));
    }

    /** Returns the data set, looked for once in a run: a download that fails takes its time. */
    Ccpp ccpp() {
        return context.getRoot()
                .getStore(Namespace.create(HilTestContext.class))
                .getOrComputeIfAbsent(Ccpp.class, key -> Ccpp.find(), Ccpp.class);
    }

    CcppSplit split() {
        return ccpp().split(settings.seed());
    }
}
