package io.gradhil.junit;

import io.gradhil.board.Board;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Network;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.training.McuTrainer;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the parameters that {@link HilTest} promises, and attaches what went over the wire to a test that failed. */
final class HilExtension implements ParameterResolver, AfterTestExecutionCallback {
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

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            of(context)
                    .capture()
                    .ifPresent(capture -> context.publishFile(
                            "wire-capture.txt", MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, capture)));
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
