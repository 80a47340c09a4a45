package io.gradhil.link.serial;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.PortFault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortErrorsTests {
    @ParameterizedTest
    @CsvSource({
        "13, true, PERMISSION",
        "1, true, PERMISSION",
        "11, true, BUSY",
        "35, true, BUSY",
        "16, true, BUSY",
        "2, true, BUSY",
        "2, false, VANISHED",
        "13, false, VANISHED",
        "6, true, VANISHED",
        "22, true, BAUD_REFUSED",
        "25, true, NOT_A_PORT",
        "5, true, UNKNOWN",
    })
    void codes_of_the_operating_system_have_causes(int code, boolean exists, PortFault fault) {
        assertThat(PortErrors.fault(code, exists)).isEqualTo(fault);
    }
}
