package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpioTests {
    private static final int MODER = 0x00;
    private static final int OTYPER = 0x04;
    private static final int PUPDR = 0x0C;
    private static final int IDR = 0x10;
    private static final int ODR = 0x14;
    private static final int BSRR = 0x18;
    private static final int LCKR = 0x1C;
    private static final int AFRL = 0x20;

    private final List<String> changes = new ArrayList<>();
    private final Gpio port = new Gpio('C', (number, pin, high) -> changes.add(number + "." + pin + " " + high));

    @Test
    void ports_A_and_B_begin_with_the_debug_pins_in_use() {
        assertThat(Bench.read(new Gpio('A', (p, n, h) -> {}), MODER)).isEqualTo(0xA8000000);
        assertThat(Bench.read(new Gpio('B', (p, n, h) -> {}), MODER)).isEqualTo(0x00000280);
        assertThat(Bench.read(port, MODER)).isZero();
    }

    @Test
    void BSRR_sets_and_resets_outputs_and_setting_wins() {
        Bench.write(port, MODER, 0b0101);

        Bench.write(port, BSRR, 0b01);
        Bench.write(port, BSRR, 0b10 | 0b11 << 16);

        assertThat(Bench.read(port, ODR)).isEqualTo(0b10);
        assertThat(Bench.read(port, IDR)).isEqualTo(0b10);
        assertThat(changes).containsExactly("2.0 true", "2.0 false", "2.1 true");
    }

    @Test
    void an_input_follows_what_drives_it_else_its_pull() {
        Bench.write(port, PUPDR, 0b01);
        assertThat(Bench.read(port, IDR)).isEqualTo(1);

        port.drive(0, false);
        assertThat(Bench.read(port, IDR)).isZero();

        port.release(0);
        assertThat(Bench.read(port, IDR)).isEqualTo(1);
    }

    @Test
    void an_open_drain_output_does_not_drive_high() {
        Bench.write(port, MODER, 0b01);
        Bench.write(port, OTYPER, 1);

        Bench.write(port, ODR, 1);
        assertThat(Bench.read(port, IDR)).isZero();

        Bench.write(port, PUPDR, 0b01);
        assertThat(Bench.read(port, IDR)).isEqualTo(1);
    }

    @Test
    void an_analog_pin_reads_0() {
        port.drive(3, true);

        Bench.write(port, MODER, 0b11 << 6);

        assertThat(Bench.read(port, IDR)).isZero();
    }

    @Test
    void the_alternate_function_counts_in_that_mode_only() {
        Bench.write(port, AFRL, 0x700);
        assertThat(port.alternateFunction(2)).isEqualTo(-1);

        Bench.write(port, MODER, 0b10 << 4);

        assertThat(port.alternateFunction(2)).isEqualTo(7);
    }

    @Test
    void LCKR_freezes_the_configuration_of_its_pins_until_reset() {
        Bench.write(port, LCKR, 1 << 16 | 1);
        Bench.write(port, LCKR, 1);
        Bench.write(port, LCKR, 1 << 16 | 1);
        assertThat(Bench.read(port, LCKR)).isEqualTo(1 << 16 | 1);

        Bench.write(port, MODER, 0b0101);
        assertThat(Bench.read(port, MODER)).isEqualTo(0b0100);

        port.reset();
        Bench.write(port, MODER, 0b0101);
        assertThat(Bench.read(port, MODER)).isEqualTo(0b0101);
    }

    @Test
    void a_wrong_sequence_locks_nothing() {
        Bench.write(port, LCKR, 1 << 16 | 1);
        Bench.write(port, LCKR, 2);
        Bench.write(port, LCKR, 1 << 16 | 1);
        Bench.read(port, LCKR);

        Bench.write(port, MODER, 0b01);

        assertThat(Bench.read(port, MODER)).isEqualTo(0b01);
    }
}
