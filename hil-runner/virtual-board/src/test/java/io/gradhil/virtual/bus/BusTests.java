package io.gradhil.virtual.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The memory map. */
class BusTests {
    private final Bus bus = new Bus();
    private final Memory ram = new Memory(0x100);

    @Test
    void memory_is_little_endian_and_found_at_each_of_its_addresses() {
        bus.mapRam("SRAM", 0x20000000, ram);
        bus.mapRam("alias", 0, ram);

        bus.write(0x20000004, 4, 0x11223344);

        assertThat(bus.read(4, 1)).isEqualTo(0x44);
        assertThat(bus.read(6, 2)).isEqualTo(0x1122);
    }

    @Test
    void an_address_where_nothing_is_answers_with_an_error_that_names_it() {
        bus.mapRam("SRAM", 0x20000000, ram);

        assertThatThrownBy(() -> bus.read(0x20000100, 4))
                .isInstanceOf(BusFaultException.class)
                .hasMessage("nothing is mapped at 0x20000100");
        assertThatThrownBy(() -> bus.write(0x1FFFFFFC, 4, 0)).isInstanceOf(BusFaultException.class);
    }

    @Test
    void regions_must_not_overlap() {
        bus.mapRam("SRAM", 0x20000000, ram);

        assertThatThrownBy(() -> bus.mapRam("other", 0x200000FC, new Memory(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("other and SRAM overlap");
    }

    @Test
    void a_region_taken_out_can_be_replaced() {
        Memory flash = new Memory(0x100);
        flash.write8(0, 7);
        bus.mapRam("SRAM", 0, ram);

        bus.unmap(0);
        bus.mapRom("flash", 0, flash, ram);

        assertThat(bus.read(0, 1)).isEqualTo(7);
        bus.write(0, 1, 9);
        assertThat(ram.read8(0)).isEqualTo(9);
        assertThat(flash.read8(0)).isEqualTo(7);
    }

    @Test
    void whoever_watches_a_page_hears_of_writes_to_it_only() {
        StringBuilder heard = new StringBuilder();
        Memory memory = new Memory(0x400);
        memory.watcher((offset, count) ->
                heard.append(offset).append(':').append(count).append(' '));
        memory.watch(0x100);

        int end = 0x100 + (1 << Memory.PAGE_SHIFT);
        memory.write32(0xFE, 1);
        memory.write32(end, 1);
        memory.write8(end - 1, 1);

        assertThat(heard).hasToString("254:4 " + (end - 1) + ":1 ");
    }

    @Test
    void whoever_has_put_off_reading_is_told_before_a_write() {
        StringBuilder read = new StringBuilder();
        Memory memory = new Memory(0x400);
        memory.readers(() -> read.append(memory.read8(0x100)).append(' '));
        memory.putOffReading(0x100, 4, true);
        memory.putOffReading(0x102, 1, true);

        memory.write8(0x100, 1);
        memory.write16(0x100, 2);
        memory.write32(0xFE, 3 << 16);
        memory.putOffReading(0x102, 1, false);
        memory.write8(0x100, 4);
        memory.putOffReading(0x100, 4, false);
        memory.write8(0x100, 5);

        assertThat(read).hasToString("0 1 2 3 ");
    }
}
