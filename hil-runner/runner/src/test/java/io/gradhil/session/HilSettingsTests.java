package io.gradhil.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HilSettingsTests {
    private final String board = System.getProperty("hil.board");
    private final String timeout = System.getProperty("hil.timeout");

    @BeforeEach
    void clear() {
        System.clearProperty("hil.board");
        System.clearProperty("hil.timeout");
    }

    @AfterEach
    void restore() {
        restore("hil.board", board);
        restore("hil.timeout", timeout);
    }

    private static void restore(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @Test
    void without_properties_the_default_board_has_ten_seconds() {
        assertThat(HilSettings.fromProperties())
                .isEqualTo(new HilSettings(HilSettings.DEFAULT_BOARD, Duration.ofSeconds(10)));
    }

    @Test
    void properties_choose_board_and_timeout() {
        System.setProperty("hil.board", "host");
        System.setProperty("hil.timeout", "0.25");

        assertThat(HilSettings.fromProperties()).isEqualTo(new HilSettings("host", Duration.ofMillis(250)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "5 s", "1,5", "0", "-1", "NaN", "0.0001", "Infinity", "1e300", "86401"})
    void timeout_that_is_no_sensible_number_of_seconds_is_answered_with_what_is(String text) {
        System.setProperty("hil.timeout", text);

        assertThatIllegalArgumentException()
                .isThrownBy(HilSettings::fromProperties)
                .withMessage("hil.timeout must be a number of seconds, 0.001 to 86400: \"" + text + "\"");
    }

    @Test
    void timeout_of_zero_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HilSettings("host", Duration.ZERO))
                .withMessage("hil.timeout must be above 0 s: 0 s");
    }
}
