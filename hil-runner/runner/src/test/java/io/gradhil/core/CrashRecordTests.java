package io.gradhil.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashRecordTests {
    private static CrashRecord crash(int exception, int cfsr) {
        return new CrashRecord(exception, 0x08000100, 0xFFFFFFFF, 0x20020000, 0x01000000, cfsr, 0x40000000, 1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "2, NMI",
        "3, HardFault",
        "4, MemManage",
        "5, BusFault",
        "6, UsageFault",
        "12, exception 12",
        "16, interrupt 0",
        "54, interrupt 38"
    })
    void exception_has_the_name_of_the_architecture_manual(int number, String name) {
        assertThat(crash(number, 0).name()).isEqualTo(name);
    }

    /** ARMv7-M Architecture Reference Manual, B3.2.15. */
    @ParameterizedTest
    @CsvSource({
        "0, IACCVIOL",
        "1, DACCVIOL",
        "3, MUNSTKERR",
        "4, MSTKERR",
        "5, MLSPERR",
        "7, MMARVALID",
        "8, IBUSERR",
        "9, PRECISERR",
        "10, IMPRECISERR",
        "11, UNSTKERR",
        "12, STKERR",
        "13, LSPERR",
        "15, BFARVALID",
        "16, UNDEFINSTR",
        "17, INVSTATE",
        "18, INVPC",
        "19, NOCP",
        "24, UNALIGNED",
        "25, DIVBYZERO"
    })
    void each_cfsr_bit_has_its_name(int bit, String name) {
        assertThat(crash(3, 1 << bit).causes()).containsExactly(name);
    }

    @Test
    void reserved_cfsr_bits_have_no_name() {
        int named = 0x030F_BFBB;

        assertThat(crash(3, ~named).causes()).isEmpty();
    }

    @Test
    void text_holds_every_register() {
        assertThat(crash(5, 0x8200)).hasToString("""
                        BusFault [PRECISERR, BFARVALID] at PC 0x08000100
                        LR 0xFFFFFFFF  SP 0x20020000  xPSR 0x01000000  R0 0x00000003
                        CFSR 0x00008200  HFSR 0x40000000  MMFAR 0x00000001  BFAR 0x00000002""");
    }

    @Test
    void text_without_causes_has_no_empty_brackets() {
        assertThat(crash(3, 0).toString()).startsWith("HardFault at PC 0x08000100\n");
    }
}
