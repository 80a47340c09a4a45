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
import io.gradhil.session.HilSession;
import io.gradhil.training.McuTrainer;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives the parameters that {@link HilTest} promises, and keeps what is known of the boards that a test failed on. */
final class HilExtension implements ParameterResolver, AfterEachCallback {
    /** What a parameter of a type is; of those that belong to a board, by its number. */
    private static final Map<Class<?>, BiFunction<HilTestContext, Integer, Object>> PARAMETERS = Map.of(
            McuTrainer.class,
            HilTestContext::trainer,
            McuClient.class,
            HilTestContext::client,
            Board.class,
            HilTestContext::board,
            HilSession.class,
            HilTestContext::session,
            Network.class,
            (test, number) -> test.reference(),
            CcppSplit.class,
            (test, number) -> test.split(),
            Ccpp.class,
            (test, number) -> test.ccpp());

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.get(parameter.getParameter().getType()).apply(of(context), number(parameter));
    }

    /** Returns how many parameters of the same type precede this one. */
    private static int number(ParameterContext parameter) {
        Parameter[] all = parameter.getDeclaringExecutable().getParameters();
        return (int) Arrays.stream(all, 0, parameter.getIndex())
                .filter(other -> other.getType() == parameter.getParameter().getType())
                .count();
    }

    /** Keeps for the report what is known of the boards that a test failed on, and publishes what went over their wires. */
    @Override
    public void afterEach(ExtensionContext context) {
        Throwable error = context.getExecutionException().orElse(null);
        if (error == null || error instanceof TestAbortedException) {
            return;
        }
        List<Attachment> evidence = new ArrayList<>();
        Throwable cause = error instanceof ParameterResolutionException ? error.getCause() : error;
        if (cause instanceof HilException) {
            evidence.add(Attachment.text("diagnosis", () -> String.valueOf(cause.getMessage())));
        }
        HilTestContext test =
                context.getStore(Namespace.create(HilExtension.class)).get(HilTestContext.class, HilTestContext.class);
        if (test != null) {
            evidence.addAll(test.evidence());
            test.captures()
                    .forEach((name, capture) -> context.publishFile(
                            name, MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, capture)));
        }
        StepListener.installed().onStep(new Step("evidence", "", Duration.ZERO).with(evidence));
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
