package io.gradhil.allure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.HilException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the categories as Allure does: an expression must match a whole trace. */
class CategoriesTests {
    private static final Map<String, Pattern> CATEGORIES = categories();

    private static Map<String, Pattern> categories() {
        Map<String, Pattern> found = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile("\"name\": \"([^\"]+)\",[^}]*\"traceRegex\": \"([^\"]+)\"")
                .matcher(json());
        while (matcher.find()) {
            found.put(matcher.group(1), Pattern.compile(matcher.group(2).replace("\\\\", "\\"), Pattern.DOTALL));
        }
        return found;
    }

    private static String json() {
        try (InputStream file = RunEnvironment.class.getResourceAsStream("categories.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> of(String trace) {
        return CATEGORIES.entrySet().stream()
                .filter(category -> category.getValue().matcher(trace).matches())
                .map(Map.Entry::getKey)
                .toList();
    }

    static Stream<String> exceptions() {
        return Stream.of(HilException.class.getPermittedSubclasses()).map(Class::getName);
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void every_cause_is_in_one_category(String exception) {
        assertThat(of(exception + ": what happened\n\tat io.gradhil.Somewhere\n"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "FirmwareFaultException, Firmware crashed",
        "BoardResetException, Firmware crashed",
        "LinkTimeoutException, Link failed",
        "ProtocolViolationException, Link failed",
        "BoardNotFoundException, Probe or board missing",
        "UnknownBoardException, Probe or board missing",
        "ProbeException, Probe or board missing",
        "ToolMissingException, Probe or board missing",
        "FirmwareImageException, Framework error",
    })
    void category_is_that_of_the_cause(String exception, String category) {
        assertThat(of("io.gradhil.core." + exception + ": x\n\tat y")).containsExactly(category);
    }

    @Test
    void cause_below_an_exception_of_junit_counts() {
        assertThat(of("org.junit.jupiter.api.extension.ParameterResolutionException: x\n\tat y\nCaused by:"
                        + " io.gradhil.core.BoardNotFoundException: z"))
                .containsExactly("Probe or board missing");
    }

    @Test
    void any_other_exception_is_a_framework_error() {
        assertThat(of("java.lang.IllegalStateException: x\n\tat y")).containsExactly("Framework error");
    }
}
