package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registers of the core after a power-on reset (DDI 0403E tables B3-4 to B3-11, C1-8, C1-20; Cortex-M4 TRM table 4-1). */
class SystemRegisterTests {
    @ParameterizedTest(name = "{0} at {1} is {2}")
    @CsvSource(delimiter = ' ', textBlock = """
                    ICTR E000E004 00000002
                    ACTLR E000E008 00000000
                    SYST_CSR E000E010 00000000
                    NVIC_ISER0 E000E100 00000000
                    NVIC_ICER0 E000E180 00000000
                    NVIC_ISPR0 E000E200 00000000
                    NVIC_ICPR0 E000E280 00000000
                    NVIC_IABR0 E000E300 00000000
                    NVIC_IPR0 E000E400 00000000
                    CPUID E000ED00 410FC241
                    VTOR E000ED08 00000000
                    AIRCR E000ED0C FA050000
                    SCR E000ED10 00000000
                    CCR E000ED14 00000200
                    SHPR1 E000ED18 00000000
                    SHPR2 E000ED1C 00000000
                    SHPR3 E000ED20 00000000
                    SHCSR E000ED24 00000000
                    CFSR E000ED28 00000000
                    HFSR E000ED2C 00000000
                    DFSR E000ED30 00000000
                    ID_PFR0 E000ED40 00000030
                    ID_PFR1 E000ED44 00000200
                    ID_DFR0 E000ED48 00100000
                    ID_AFR0 E000ED4C 00000000
                    ID_MMFR0 E000ED50 00100030
                    ID_MMFR1 E000ED54 00000000
                    ID_MMFR2 E000ED58 01000000
                    ID_MMFR3 E000ED5C 00000000
                    ID_ISAR0 E000ED60 01101110
                    ID_ISAR1 E000ED64 02112000
                    ID_ISAR2 E000ED68 21232231
                    ID_ISAR3 E000ED6C 01111131
                    ID_ISAR4 E000ED70 01310102
                    CPACR E000ED88 00000000
                    MPU_TYPE E000ED90 00000800
                    MPU_CTRL E000ED94 00000000
                    MPU_RNR E000ED98 00000000
                    DEMCR E000EDFC 00000000
                    FPCCR E000EF34 C0000000
                    FPCAR E000EF38 00000000
                    FPDSCR E000EF3C 00000000
                    MVFR0 E000EF40 10110021
                    MVFR1 E000EF44 11000011
                    DWT_CTRL E0001000 40000000
                    DWT_CYCCNT E0001004 00000000
                    FP_CTRL E0002000 00000260
                    FP_COMP0 E0002008 00000000
                    """)
    void after_power_on(String name, String address, String value) {
        CortexM4 core = new SmallProgram().core;

        assertThat(String.format("%08X", core.read(Integer.parseUnsignedInt(address, 16), 4)))
                .isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} keeps {2}")
    @CsvSource(delimiter = ' ', textBlock = """
                    VTOR E000ED08 FFFFFF80
                    SCR E000ED10 00000016
                    CCR E000ED14 0000031B
                    SHPR1 E000ED18 00F0F0F0
                    SHPR2 E000ED1C F0000000
                    SHPR3 E000ED20 F0F000F0
                    CPACR E000ED88 00F00000
                    MMFAR E000ED34 FFFFFFFF
                    BFAR E000ED38 FFFFFFFF
                    FPCAR E000EF38 FFFFFFF8
                    FPDSCR E000EF3C 07C00000
                    NVIC_IPR0 E000E400 F0F0F0F0
                    SYST_RVR E000E014 00FFFFFF
                    MPU_RNR E000ED98 00000007
                    """)
    void keeps_the_bits_that_can_be_written(String name, String address, String mask) {
        CortexM4 core = new SmallProgram().core;
        int at = Integer.parseUnsignedInt(address, 16);

        core.write(at, 4, -1);
        int ones = core.read(at, 4);
        core.write(at, 4, 0);

        assertThat(String.format("%08X", ones ^ core.read(at, 4))).isEqualTo(mask);
    }
}
