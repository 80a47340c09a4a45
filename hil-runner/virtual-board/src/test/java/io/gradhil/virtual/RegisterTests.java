package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every register of the chip's blocks against {@code registers.csv}: its reset value in RM0383, and which bits keep what is written, unless writing has
 * other effects. GPIOx_IDR is what the board's pins are at: the pull-ups of the debug port and B1.
 */
class RegisterTests {
    private static final int BLOCK_BYTES = 0x400;
    private static final int[] CLOCK_ENABLES = {0x40023830, 0x40023834, 0x40023840, 0x40023844};
    private static final int[] ALL_CLOCKS = {0x0060109F, 0x00000080, 0x10E2C80F, 0x00177931};

    private record Register(String name, int address, int reset, String writable) {}

    private final VirtualNucleo board = new VirtualNucleo();
    private final Map<Integer, Register> registers = new LinkedHashMap<>();

    @BeforeEach
    void powerOn() throws IOException {
        for (String line : table().lines().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            registers.put(number(cells[1]), new Register(cells[0], number(cells[1]), number(cells[2]), cells[3]));
        }
        board.load(Programs.elf("E7FE"));
        board.powerOn();
    }

    private static String table() throws IOException {
        try (InputStream in = RegisterTests.class.getResourceAsStream("registers.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int number(String hex) {
        return Integer.parseUnsignedInt(hex, 16);
    }

    private int read(Register register) {
        return board.core().read(register.address, 4);
    }

    private void enableClocks() {
        for (int k = 0; k < CLOCK_ENABLES.length; k++) {
            board.core().write(CLOCK_ENABLES[k], 4, ALL_CLOCKS[k]);
        }
    }

    /** The clocks of the blocks come last, since switching them on changes registers of RCC. */
    private List<Register> rccFirst() {
        List<Register> order = new ArrayList<>(registers.values());
        order.sort((a, b) -> Boolean.compare(isRcc(b), isRcc(a)));
        return order;
    }

    private static boolean isRcc(Register register) {
        return register.name.startsWith("RCC_");
    }

    @Test
    void has_its_reset_value() {
        List<String> wrong = new ArrayList<>();
        boolean enabled = false;
        for (Register register : rccFirst()) {
            if (!isRcc(register) && !enabled) {
                enableClocks();
                enabled = true;
            }
            int value = read(register);
            if (value != register.reset) {
                wrong.add(text(register, "reset value", value, register.reset));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void keeps_the_bits_that_can_be_written_and_no_others() {
        enableClocks();
        List<String> wrong = new ArrayList<>();
        for (Register register : registers.values()) {
            if (!register.writable.equals("-")) {
                int ones = written(register, -1);
                int zeros = written(register, 0);
                board.core().write(register.address, 4, register.reset);
                enableClocks();
                if ((ones ^ zeros) != number(register.writable)) {
                    wrong.add(text(register, "writable bits", ones ^ zeros, number(register.writable)));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    private int written(Register register, int value) {
        board.core().write(register.address, 4, value);
        return read(register);
    }

    private static String text(Register register, String what, int is, int expected) {
        return String.format(
                Locale.ROOT, "%s at %08X: %s %08X, not %08X", register.name, register.address, what, is, expected);
    }

    @Test
    void is_in_the_table_if_it_can_be_read() {
        enableClocks();
        TreeSet<String> missing = new TreeSet<>();
        for (int address : List.copyOf(registers.keySet())) {
            int block = address & -BLOCK_BYTES;
            for (int each = block; each < block + BLOCK_BYTES; each += 4) {
                if (!registers.containsKey(each) && isReadable(each)) {
                    missing.add(String.format(Locale.ROOT, "%08X", each));
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(registers).hasSizeGreaterThan(300);
    }

    private boolean isReadable(int address) {
        try {
            board.core().read(address, 4);
            return true;
        } catch (UnmodelledAccessException notThere) {
            return false;
        }
    }
}
