package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import org.junit.jupiter.api.Test;

class RegisterBlockTests {
    private static final class Plain extends RegisterBlock {
        private int register;

        Plain(Access access) {
            super("PLAIN", 0x40001000, access);
        }

        @Override
        public void reset() {
            register = 0;
        }

        @Override
        protected int load(int offset) {
            if (offset != 0) {
                throw unreadable(offset);
            }
            return register;
        }

        @Override
        protected void store(int offset, int value) {
            if (offset != 0) {
                throw unwritable(offset, value);
            }
            refuse("R.BIT31", 1 << 31, offset, value);
            register = value;
        }
    }

    @Test
    void an_AHB_block_changes_only_the_bytes_written() {
        Plain block = new Plain(RegisterBlock.Access.AHB);
        block.write(0, 4, 0x11223344);

        block.write(1, 1, 0xAA);
        block.write(2, 2, 0x0BCD);

        assertThat(block.read(0, 4)).isEqualTo(0x0BCDAA44);
    }

    @Test
    void the_bridge_to_APB_repeats_a_narrow_write_over_the_word() {
        Plain block = new Plain(RegisterBlock.Access.APB);

        block.write(2, 1, 0x5A);
        assertThat(block.read(0, 4)).isEqualTo(0x5A5A5A5A);

        block.write(2, 2, 0x1234);
        assertThat(block.read(0, 4)).isEqualTo(0x12341234);
    }

    @Test
    void narrow_reads_pick_their_bytes() {
        Plain block = new Plain(RegisterBlock.Access.AHB);
        block.write(0, 4, 0x11223344);

        assertThat(block.read(3, 1)).isEqualTo(0x11);
        assertThat(block.read(2, 2)).isEqualTo(0x1122);
    }

    @Test
    void a_block_without_clock_reads_0_and_ignores_writes() {
        Plain block = new Plain(RegisterBlock.Access.AHB);
        block.write(0, 4, 1);

        block.setClocked(false);
        block.write(0, 4, 2);

        assertThat(block.read(0, 4)).isZero();
        block.setClocked(true);
        assertThat(block.read(0, 4)).isEqualTo(1);
    }

    @Test
    void what_is_not_modelled_is_named_with_its_address() {
        Plain block = new Plain(RegisterBlock.Access.AHB);

        assertThatThrownBy(() -> block.read(0x14, 4))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessage("PLAIN at offset 0x14 is not modelled: read of 0x40001014");
        assertThatThrownBy(() -> block.write(0x14, 4, 7))
                .hasMessage("PLAIN at offset 0x14 is not modelled: write of 0x00000007 to 0x40001014");
        assertThatThrownBy(() -> block.write(0, 4, 1 << 31))
                .hasMessage("PLAIN_R.BIT31 is not modelled: write of 0x80000000 to 0x40001000");
    }
}
