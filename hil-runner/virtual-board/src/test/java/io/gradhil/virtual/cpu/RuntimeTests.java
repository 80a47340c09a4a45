package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.virtual.bus.Bus;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What translated code takes Java's arithmetic for, beside the FPU's own: the same bits and the same flags. */
class RuntimeTests {
    private static final int RANDOM_PAIRS = 300_000;
    private static final int[] SPECIAL = {
        0x00000000, 0x00000001, 0x00400000, 0x007FFFFF, 0x00800000, 0x00800001, 0x00FFFFFF, 0x01000000, 0x1FFFFFFF,
        0x20000000, 0x20400000, 0x3F000000, 0x3F7FFFFF, 0x3F800000, 0x3F800001, 0x40000000, 0x5F800000, 0x7F000000,
        0x7F7FFFFF, 0x7F800000, 0x7F800001, 0x7FC00000
    };

    private final CortexM4.Chip chip = () -> {};
    private final Core core = new Core(new DataAccess(new Bus(), chip), chip);

    private interface Fast {
        float of(Core c, float a, float b);
    }

    private interface Exact {
        int of(int a, int b);
    }

    private void compare(String name, int fpscr, int a, int b, Fast fast, Exact exact) {
        core.fpscr = fpscr;
        int expected = exact.of(a, b);
        int flags = core.fpscr;
        core.fpscr = fpscr;
        int actual = Float.floatToRawIntBits(fast.of(core, Float.intBitsToFloat(a), Float.intBitsToFloat(b)));
        assertThat(Integer.toHexString(actual) + " " + Integer.toHexString(core.fpscr))
                .as("%s of %08x and %08x, FPSCR %08x", name, a, b, fpscr)
                .isEqualTo(Integer.toHexString(expected) + " " + Integer.toHexString(flags));
    }

    private void compareAll(int a, int b) {
        for (int fpscr : new int[] {Fpu.IXC, 0, Fpu.IXC | 1 << 24, Fpu.IXC | 1 << 22}) {
            compare("sum", fpscr, a, b, Runtime::add, core.fpu::add);
            compare("difference", fpscr, a, b, Runtime::subtract, core.fpu::subtract);
            compare("product", fpscr, a, b, Runtime::multiply, core.fpu::multiply);
            compare("product", fpscr, a, b, Runtime::multiplyAlsoByZero, core.fpu::multiply);
            compare("quotient", fpscr, a, b, Runtime::divide, core.fpu::divide);
        }
    }

    @Test
    void special_numbers() {
        for (int a : SPECIAL) {
            for (int b : SPECIAL) {
                for (int signs = 0; signs < 4; signs++) {
                    compareAll(a ^ signs << 31, b ^ (signs & 2) << 30);
                }
            }
        }
    }

    @Test
    void random_numbers() {
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < RANDOM_PAIRS; k++) {
            compareAll(random.nextInt(), random.nextInt());
        }
    }

    @Test
    void products_around_the_smallest_normal_number() {
        SplittableRandom random = new SplittableRandom(2);
        for (int k = 0; k < RANDOM_PAIRS; k++) {
            int exponent = random.nextInt(1, 127);
            int a = exponent << 23 | random.nextInt(1 << 23);
            int b = 127 - exponent + random.nextInt(4) << 23 | random.nextInt(1 << 23);
            compareAll(a, b);
        }
    }
}
