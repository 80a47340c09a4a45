package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.clock.InterruptLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DmaTests {
    private static final int LISR = 0x00;
    private static final int LIFCR = 0x08;
    private static final int CR = 0x10;
    private static final int NDTR = 0x14;
    private static final int PAR = 0x18;
    private static final int M0AR = 0x1C;
    private static final int M1AR = 0x20;
    private static final int FCR = 0x24;

    private static final int EN = 1;
    private static final int HTIE = 1 << 3;
    private static final int TCIE = 1 << 4;
    private static final int FROM_MEMORY = 1 << 6;
    private static final int MEMORY_TO_MEMORY = 2 << 6;
    private static final int CIRC = 1 << 8;
    private static final int PINC = 1 << 9;
    private static final int MINC = 1 << 10;
    private static final int MSIZE_WORD = 2 << 13;
    private static final int PSIZE_WORD = 2 << 11;
    private static final int DBM = 1 << 18;
    private static final int CT = 1 << 19;
    private static final int CHANNEL_4 = 4 << 25;

    private static final int TEIF = 1 << 3;
    private static final int HTIF = 1 << 4;
    private static final int TCIF = 1 << 5;

    private static final int REGISTER = 0x40004404;

    private final Bench bench = new Bench();
    private final Memory ram = new Memory(0x1000);
    private final List<Integer> written = new ArrayList<>();
    private int register;
    private int beingRead;
    private final Bench.Line[] irqs = new Bench.Line[8];
    private Dma dma;
    private InterruptLine request;

    private final BusMaster bus = new BusMaster() {
        @Override
        public int read(int address, int bytes) {
            return address == REGISTER ? register++ : ram.read(checked(address), bytes);
        }

        @Override
        public void write(int address, int bytes, int value) {
            if (address == REGISTER) {
                written.add(value);
            } else {
                ram.write(checked(address), bytes, value);
            }
        }

        @Override
        public @Nullable Runnable putOffReading(int address, int bytes) {
            beingRead += bytes;
            return address < 0 ? null : () -> beingRead -= bytes;
        }

        private int checked(int address) {
            if (address < 0 || address >= ram.size()) {
                throw new BusFaultException("nothing there");
            }
            return address;
        }
    };

    @BeforeEach
    void create() {
        for (int i = 0; i < irqs.length; i++) {
            irqs[i] = new Bench.Line();
        }
        dma = new Dma(2, bench.time, bench.hclk, bus, irqs);
        request = dma.request(0, 4);
    }

    private void start(int items, int memory, int cr) {
        Bench.write(dma, NDTR, items);
        Bench.write(dma, PAR, REGISTER);
        Bench.write(dma, M0AR, memory);
        Bench.write(dma, CR, cr | CHANNEL_4 | EN);
    }

    private void passItems(int items) {
        bench.pass(bench.hclk.picoseconds(5L * items));
    }

    @Test
    void a_stream_moves_an_item_for_each_request_and_completes() {
        register = 0x41;
        start(3, 0x100, MINC | TCIE);
        request.set(true);
        passItems(2);
        assertThat(Bench.read(dma, NDTR)).isEqualTo(1);
        assertThat(irqs[0].asserted).isFalse();

        passItems(1);

        assertThat(ram.read32(0x100)).isEqualTo(0x434241);
        assertThat(Bench.read(dma, LISR) & TCIF).isNotZero();
        assertThat(Bench.read(dma, CR) & EN).isZero();
        assertThat(irqs[0].asserted).isTrue();
        Bench.write(dma, LIFCR, TCIF);
        assertThat(irqs[0].asserted).isFalse();
    }

    @Test
    void nothing_moves_without_a_request_or_on_another_channel() {
        start(3, 0, MINC);
        dma.request(0, 5).set(true);

        passItems(10);

        assertThat(Bench.read(dma, NDTR)).isEqualTo(3);
    }

    @Test
    void memory_to_peripheral() {
        ram.write32(0, 0x04030201);
        start(4, 0, MINC | FROM_MEMORY);

        request.set(true);
        passItems(4);

        assertThat(written).containsExactly(1, 2, 3, 4);
    }

    @Test
    void half_transfer_interrupts_when_half_is_left() {
        start(4, 0, MINC | HTIE);

        request.set(true);
        passItems(2);

        assertThat(Bench.read(dma, LISR)).isEqualTo(HTIF);
        assertThat(irqs[0].asserted).isTrue();
    }

    @Test
    void circular_mode_starts_over() {
        start(2, 0x10, MINC | CIRC);

        request.set(true);
        passItems(3);

        assertThat(Bench.read(dma, CR) & EN).isNotZero();
        assertThat(Bench.read(dma, NDTR)).isEqualTo(1);
        assertThat(ram.read16(0x10)).isEqualTo(0x0102);
    }

    @Test
    void double_buffer_mode_swaps_and_lets_the_idle_buffer_be_moved() {
        Bench.write(dma, M1AR, 0x20);
        start(1, 0x10, MINC | DBM);
        request.set(true);
        passItems(1);
        assertThat(Bench.read(dma, CR) & CT).isNotZero();

        Bench.write(dma, M0AR, 0x30);
        Bench.write(dma, M1AR, 0x40); // in use: ignored
        passItems(2);

        assertThat(ram.read8(0x10)).isZero();
        assertThat(ram.read8(0x20)).isEqualTo(1);
        assertThat(ram.read8(0x30)).isEqualTo(2);
    }

    @Test
    void the_FIFO_packs_bytes_to_words_and_drains_at_its_threshold() {
        register = 1;
        Bench.write(dma, FCR, 1 << 2 | 0b01); // DMDIS, half full
        start(9, 0x100, MINC | MSIZE_WORD);
        request.set(true);
        passItems(7);
        assertThat(ram.read32(0x100)).isZero();
        assertThat(Bench.read(dma, FCR) >>> 3 & 7).isEqualTo(1);

        passItems(2);

        assertThat(ram.read32(0x104)).isEqualTo(0x08070605);
        assertThat(ram.read8(0x108)).isEqualTo(9);
        assertThat(Bench.read(dma, FCR) >>> 3 & 7).isEqualTo(4);
    }

    @Test
    void memory_to_memory_needs_no_request() {
        ram.write32(0, 0xCAFEBABE);
        Bench.write(dma, NDTR, 1);
        Bench.write(dma, PAR, 0);
        Bench.write(dma, M0AR, 0x80);

        Bench.write(dma, CR, MEMORY_TO_MEMORY | MINC | PINC | PSIZE_WORD | MSIZE_WORD | EN);
        passItems(1);

        assertThat(ram.read32(0x80)).isEqualTo(0xCAFEBABE);
    }

    @Test
    void memory_to_memory_is_not_for_DMA1() {
        Dma first = new Dma(1, bench.time, bench.hclk, bus, irqs);

        assertThatThrownBy(() -> Bench.write(first, CR, MEMORY_TO_MEMORY))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessageStartingWith("DMA1_S0CR.DIR memory-to-memory is not modelled");
    }

    @Test
    void the_higher_priority_then_the_lower_number_goes_first() {
        for (int stream = 0; stream < 3; stream++) {
            int at = 0x18 * stream;
            Bench.write(dma, NDTR + at, 1);
            Bench.write(dma, PAR + at, REGISTER);
            Bench.write(dma, M0AR + at, 0x10 * stream);
            Bench.write(dma, CR + at, (stream == 2 ? 3 << 16 : 0) | EN);
        }
        register = 1;

        for (int stream = 2; stream >= 0; stream--) {
            dma.request(stream, 0).set(true);
        }
        passItems(3);

        assertThat(ram.read8(0x20)).isEqualTo(1);
        assertThat(ram.read8(0x00)).isEqualTo(2);
        assertThat(ram.read8(0x10)).isEqualTo(3);
    }

    @Test
    void a_bus_error_ends_the_stream_with_TEIF() {
        start(2, 0x7000_0000, MINC);

        request.set(true);
        passItems(1);

        assertThat(Bench.read(dma, LISR)).isEqualTo(TEIF);
        assertThat(Bench.read(dma, CR) & EN).isZero();
    }

    @Test
    void clearing_EN_flushes_the_FIFO_and_sets_TCIF() {
        register = 5;
        Bench.write(dma, FCR, 1 << 2 | 0b11);
        start(9, 0x100, MINC | MSIZE_WORD);
        request.set(true);
        passItems(2);

        Bench.write(dma, CR, CHANNEL_4);

        assertThat(ram.read16(0x100)).isEqualTo(0x0605);
        assertThat(Bench.read(dma, LISR)).isEqualTo(TCIF);
        assertThat(Bench.read(dma, NDTR)).isEqualTo(7);
    }

    /** Returns how many items the core would sleep over, if one is asked for now. */
    private long quietItems(boolean quietly, int memory, int cr) {
        start(10, memory, cr);
        dma.request(0, 4, REGISTER).set(true, quietly);
        long cycles = bench.time.nextCycle() - bench.time.cycleAt(bench.time.now());
        return (cycles - 5) / 5;
    }

    @Test
    void the_core_need_not_stop_before_the_end_of_a_transfer_that_interrupts_then() {
        assertThat(quietItems(true, 0, MINC | FROM_MEMORY | TCIE)).isEqualTo(9);
    }

    @Test
    void the_core_need_not_stop_before_half_of_a_transfer_that_interrupts_then() {
        assertThat(quietItems(true, 0, MINC | FROM_MEMORY | TCIE | HTIE)).isEqualTo(4);
    }

    @Test
    void the_core_stops_for_each_item_if_the_peripheral_interrupts() {
        assertThat(quietItems(false, 0, MINC | FROM_MEMORY | TCIE)).isZero();
    }

    @Test
    void the_core_stops_for_each_item_if_it_is_told_nothing_of_what_is_read() {
        assertThat(quietItems(true, -4, MINC | FROM_MEMORY | TCIE)).isZero();
    }

    @Test
    void the_core_stops_for_each_item_that_it_may_see_in_memory() {
        assertThat(quietItems(true, 0, MINC | TCIE)).isZero();
    }

    @Test
    void the_core_stops_for_each_item_while_another_stream_asks() {
        Bench.write(dma, NDTR + 0x18, 3);
        Bench.write(dma, CR + 0x18, CHANNEL_4 | MINC | EN);
        dma.request(1, 4).set(true);
        passItems(1);

        assertThat(quietItems(true, 0, MINC | FROM_MEMORY | TCIE)).isZero();
    }

    @Test
    void what_a_stream_has_still_to_read_is_known_until_it_stops() {
        start(10, 0, MINC | FROM_MEMORY);
        assertThat(beingRead).isEqualTo(10);

        Bench.write(dma, CR, 0);

        assertThat(beingRead).isZero();
    }
}
