package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory protection unit, and what MMFSR and MMFAR say when it refuses (B3.5, B3.2.15). */
class MpuTests {
    private static final int MPU_TYPE = 0xE000ED90;
    private static final int MPU_CTRL = 0xE000ED94;
    private static final int MPU_RBAR = 0xE000ED9C;
    private static final int MPU_RASR = 0xE000EDA0;
    private static final int SHCSR = 0xE000ED24;
    private static final int CFSR = 0xE000ED28;
    private static final int MMFAR = 0xE000ED34;
    private static final int ENABLE = 1;
    private static final int HFNMIENA = 2;
    private static final int PRIVDEFENA = 4;
    private static final int RAM = 0x20000000;
    private static final int SECRET = RAM + 0x4000;
    private static final int NO_ACCESS = 0;
    private static final int PRIVILEGED = 1;
    private static final int USER_READS = 2;
    private static final int FULL = 3;
    private static final int READ_ONLY = 6;
    private static final int NEVER_EXECUTED = 1 << 28;
    private static final int BYTES_256 = 7 << 1;
    private static final int DACCVIOL = 0x82; // with MMARVALID
    private static final int IACCVIOL = 0x01;
    private static final int MSTKERR = 0x10;
    private static final int LDR_R1_R0 = 0x6801;
    private static final int STR_R1_R0 = 0x6001;
    private static final int BX_R0 = 0x4700;
    private static final int LOOP = 0xE7FE;

    private SmallProgram program = new SmallProgram();

    @BeforeEach
    void nothing() {
        start(LOOP);
    }

    private void start(int... code) {
        program = new SmallProgram(code);
        program.core.register(0, SECRET);
        program.core.write(SHCSR, 4, 1 << 16);
    }

    private void region(int number, int base, int access, int attributes) {
        program.core.write(MPU_RBAR, 4, base | 16 | number);
        program.core.write(MPU_RASR, 4, access << 24 | attributes | 1);
    }

    /** Runs with the MPU; returns CFSR. */
    private int run(int control) {
        program.core.write(MPU_CTRL, 4, control);
        program.core.run(60);
        return program.core.read(CFSR, 4);
    }

    private int exception() {
        return program.core.register(16) & 0x1FF;
    }

    @Test
    void has_8_regions() {
        assertThat(program.core.read(MPU_TYPE, 4)).isEqualTo(0x800);
    }

    @Test
    void a_read_that_is_not_allowed_tells_its_address() {
        start(LDR_R1_R0, LOOP);
        region(0, SECRET, NO_ACCESS, BYTES_256);

        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(DACCVIOL);

        assertThat(exception()).isEqualTo(4);
        assertThat(program.core.read(MMFAR, 4)).isEqualTo(SECRET);
    }

    @Test
    void a_write_to_what_is_read_only_changes_nothing() {
        start(LDR_R1_R0, STR_R1_R0, LOOP);
        program.ram.write32(0x4000, 7);
        program.core.register(1, 9);
        region(0, SECRET, READ_ONLY, BYTES_256);

        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(DACCVIOL);

        assertThat(program.r(1)).isEqualTo(7);
        assertThat(program.ram.read32(0x4000)).isEqualTo(7);
    }

    @Test
    void code_in_a_region_that_is_never_executed_faults_before_its_first_instruction() {
        start(BX_R0);
        program.ram.write16(0x4000, LOOP);
        program.core.register(0, SECRET + 1);
        region(0, SECRET, FULL, BYTES_256 | NEVER_EXECUTED);

        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(IACCVIOL);

        assertThat(program.core.read(program.r(13) + 24, 4)).isEqualTo(SECRET);
    }

    @Test
    void what_no_region_holds_is_for_nobody_unless_PRIVDEFENA_is_set() {
        start(LDR_R1_R0, LOOP);
        region(0, 0x08000000, FULL, 15 << 1); // 64 KiB of flash
        region(1, RAM, FULL, 11 << 1); // 4 KiB of RAM, the stack

        assertThat(run(ENABLE)).isEqualTo(DACCVIOL);
        assertThat(program.core.read(MMFAR, 4)).isEqualTo(SECRET);

        start(LDR_R1_R0, LOOP);
        assertThat(run(ENABLE | PRIVDEFENA)).isZero();
    }

    @Test
    void of_two_regions_the_higher_number_counts() {
        start(LDR_R1_R0, LOOP);
        region(0, RAM, NO_ACCESS, 15 << 1);
        region(5, RAM, FULL, 15 << 1);
        assertThat(run(ENABLE | PRIVDEFENA)).isZero();

        start(LDR_R1_R0, LOOP);
        region(5, SECRET, NO_ACCESS, BYTES_256);
        region(0, SECRET, FULL, BYTES_256);
        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(DACCVIOL);
    }

    @Test
    void a_subregion_that_is_switched_off_is_not_part_of_its_region() {
        start(LDR_R1_R0, LOOP);
        region(0, SECRET, NO_ACCESS, BYTES_256 | 1 << 8);
        assertThat(run(ENABLE | PRIVDEFENA)).isZero();

        start(LDR_R1_R0, LOOP);
        program.core.register(0, SECRET + 32);
        region(0, SECRET, NO_ACCESS, BYTES_256 | 1 << 8);
        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(DACCVIOL);
    }

    @Test
    void LDRT_and_unprivileged_code_have_the_rights_of_a_user() {
        start(LDR_R1_R0, 0xF850, 0x2E00, LOOP); // ldr r1, [r0]; ldrt r2, [r0]
        region(0, SECRET, PRIVILEGED, BYTES_256);
        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(DACCVIOL);
        assertThat(program.core.read(program.r(13) + 24, 4)).isEqualTo(SmallProgram.START + 2);

        start(LDR_R1_R0, STR_R1_R0, LOOP);
        region(0, 0x08000000, FULL, 15 << 1);
        region(1, RAM, FULL, 11 << 1); // the stack
        region(2, SECRET, USER_READS, BYTES_256);
        program.core.register(20, 1 << 24); // CONTROL.nPRIV
        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(DACCVIOL);
        assertThat(program.core.read(program.r(13) + 24, 4)).isEqualTo(SmallProgram.START + 2);
    }

    @Test
    void a_frame_that_may_not_be_stacked_is_told_as_such() {
        start(0xDF00); // svc 0
        program.core.register(13, SECRET + 0x80);
        region(0, SECRET, READ_ONLY, BYTES_256);

        assertThat(run(ENABLE | PRIVDEFENA)).isEqualTo(MSTKERR);

        assertThat(exception()).isEqualTo(4);
    }

    @Test
    void a_hard_fault_handler_is_free_of_it_unless_HFNMIENA_is_set() {
        start(0xDE00); // udf #0
        program.flash.write16(0x200, LDR_R1_R0);
        program.flash.write16(0x202, LOOP);
        region(0, SECRET, NO_ACCESS, BYTES_256);

        run(ENABLE | PRIVDEFENA);
        assertThat(program.core.isLockedUp()).isFalse();

        start(0xDE00);
        program.flash.write16(0x200, LDR_R1_R0);
        region(0, SECRET, NO_ACCESS, BYTES_256);
        run(ENABLE | HFNMIENA | PRIVDEFENA);
        assertThat(program.core.isLockedUp()).isTrue();
    }

    @Test
    void a_reset_leaves_no_region() {
        start(LDR_R1_R0, LOOP);
        region(3, SECRET, NO_ACCESS, BYTES_256);

        program.core.reset(false);
        program.core.register(0, SECRET);

        assertThat(run(ENABLE | PRIVDEFENA)).isZero();
        assertThat(program.core.read(MPU_RASR, 4)).isZero();
    }
}
