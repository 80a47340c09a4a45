package io.gradhil.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** System properties of one test: what it sets is after it as it was before. For a field with {@code @RegisterExtension}. */
public final class SystemProperties implements AfterEachCallback {
    private final Map<String, Optional<String>> before = new HashMap<>();

    /** Sets a property until the test has ended. */
    public void set(String name, String value) {
        before.putIfAbsent(name, Optional.ofNullable(System.getProperty(name)));
        System.setProperty(name, value);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        before.forEach((name, value) ->
                value.ifPresentOrElse(former -> System.setProperty(name, former), () -> System.clearProperty(name)));
        before.clear();
    }
}
