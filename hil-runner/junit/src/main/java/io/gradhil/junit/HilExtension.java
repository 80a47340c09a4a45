package io.gradhil.junit;

import io.gradhil.board.Board;
import io.gradhil.core.HilException;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Network;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.report.Attachment;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.training.McuTrainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives the parameters that {@link HilTest} promises. */
final class HilExtension implements ParameterResolver, AfterEachCallback {
    private static final Map<Class<?>, Function<HilTestContext, Object>> PARAMETERS = Map.of(
            McuTrainer.class, HilTestContext::trainer,
            Network.class, HilTestContext::reference,
            CcppSplit.class, HilTestContext::split,
            Ccpp.class, HilTestContext::ccpp,
            McuClient.class, HilTestContext::client,
            Board.class, HilTestContext::board);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.get(parameter.getParameter().getType()).apply(of(context));
    }

    /** Keeps for the report what is known of a board that a test failed on. */
    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException()
                .filter(error -> !(error instanceof TestAbortedException))
                .ifPresent(error -> {
                    List<Attachment> evidence = new ArrayList<>();
                    Throwable cause = error instanceof ParameterResolutionException ? error.getCause() : error;
                    if (cause instanceof HilException) {
                        evidence.add(Attachment.text("diagnosis", () -> String.valueOf(cause.getMessage())));
                    }
                    SharedBoard.opened(context).ifPresent(session -> evidence.addAll(session.evidence()));
                    StepListener.installed().onStep(new Step("evidence", "", Duration.ZERO).with(evidence));
                });
    }

    private static HilTestContext of(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ExtensionConfigurationException(
                    "@HilTest gives parameters to test methods, @BeforeEach and @AfterEach, not to constructors and @BeforeAll: "
                            + "the board is brought back to its initial state before each test");
        }
        return context.getStore(Namespace.create(HilExtension.class))
                .getOrComputeIfAbsent(HilTestContext.class, key -> new HilTestContext(context), HilTestContext.class);
    }
}
