package io.gradhil.junit;

import io.gradhil.board.Board;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Network;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.session.HilSession;
import io.gradhil.training.McuTrainer;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the parameters that {@link HilTest} promises, and attaches what went over the wire to a test that failed. */
final class HilExtension implements ParameterResolver, AfterTestExecutionCallback {
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

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            of(context)
                    .captures()
                    .forEach((name, capture) -> context.publishFile(
                            name, MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, capture)));
        }
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
