package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTests {
    @Test
    void values_are_written_by_their_kind() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("number", 1.5);
        all.put("whole", 7L);
        all.put("truth", true);
        all.put("nothing", null);
        all.put("list", List.of("a", List.of()));

        assertThat(Json.text(all)).isEqualTo("""
                {
                  "number": 1.5,
                  "whole": 7,
                  "truth": true,
                  "nothing": null,
                  "list": [
                    "a",
                    []
                  ]
                }""");
    }

    @Test
    void letters_that_would_end_the_string_are_escaped() {
        assertThat(Json.text("a \"quoted\" \\ line\nand\ta tab"))
                .isEqualTo("\"a \\\"quoted\\\" \\\\ line\\nand\\u0009a tab\"");
    }

    @Test
    void what_is_not_finite_is_null() {
        assertThat(Json.text(List.of(Double.NaN, Float.POSITIVE_INFINITY))).isEqualTo("[\n  null,\n  null\n]");
    }
}
