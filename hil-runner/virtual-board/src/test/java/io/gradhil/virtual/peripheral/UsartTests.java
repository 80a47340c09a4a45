package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsartTests {
    private static final int SR = 0x00;
    private static final int DR = 0x04;
    private static final int BRR = 0x08;
    private static final int CR1 = 0x0C;
    private static final int CR2 = 0x10;
    private static final int CR3 = 0x14;

    private static final int PE = 1;
    private static final int FE = 1 << 1;
    private static final int NF = 1 << 2;
    private static final int ORE = 1 << 3;
    private static final int IDLE = 1 << 4;
    private static final int RXNE = 1 << 5;
    private static final int TC = 1 << 6;
    private static final int TXE = 1 << 7;

    private static final int RE = 1 << 2;
    private static final int TE = 1 << 3;
    private static final int IDLEIE = 1 << 4;
    private static final int RXNEIE = 1 << 5;
    private static final int TXEIE = 1 << 7;
    private static final int DMAT = 1 << 7;
    private static final int PCE = 1 << 10;
    private static final int PS = 1 << 9;
    private static final int M = 1 << 12;
    private static final int UE = 1 << 13;
    private static final int OVER8 = 1 << 15;

    /** 16 MHz / 160 = 100 kBd: a bit takes 10 us, a character of ten bits 100 us. */
    private static final int BAUD_100K = 160;

    private static final long BIT = 10 * Bench.MICROSECOND;
    private static final long CHARACTER = 10 * BIT;
    private static final long CYCLE = 62_500;

    private final Bench bench = new Bench();
    private final Bench.Line interrupt = new Bench.Line();
    private final Bench.Line rxRequest = new Bench.Line();
    private final Bench.Line txLine = new Bench.Line();
    private boolean txQuietly;
    private final DmaRequest txRequest = new DmaRequest() {
        @Override
        public void set(boolean asserted, boolean quietly) {
            txLine.set(asserted);
            txQuietly = quietly;
        }

        @Override
        public long quietItems() {
            return txItems;
        }
    };
    private long txItems;
    private final List<SerialFrame> sent = new ArrayList<>();
    private boolean receiving;
    private final SerialLine line = new SerialLine() {
        @Override
        public void sent(SerialFrame frame) {
            sent.add(frame);
        }

        @Override
        public boolean isReceiving() {
            return receiving;
        }
    };
    private final Usart usart =
            new Usart("USART2", 0x40004400, bench.time, bench.hclk, interrupt, rxRequest, txRequest, line);

    private void start(int cr1) {
        Bench.write(usart, BRR, BAUD_100K);
        Bench.write(usart, CR1, UE | cr1);
        bench.pass(2 * CHARACTER); // the idle frame that TE sends
    }

    private int status() {
        return Bench.read(usart, SR);
    }

    @Test
    void after_reset_the_transmitter_is_empty_and_complete() {
        assertThat(status()).isEqualTo(TXE | TC);
    }

    @Test
    void a_character_leaves_after_ten_bit_times_of_the_programmed_rate() {
        start(TE);

        Bench.write(usart, DR, 0x55);
        assertThat(status()).isEqualTo(TXE);
        bench.pass(CHARACTER - CYCLE);
        assertThat(sent).isEmpty();
        bench.pass(CYCLE);

        assertThat(sent).containsExactly(SerialFrame.of(0x55, BIT));
        assertThat(status()).isEqualTo(TXE | TC);
    }

    @Test
    void the_data_register_holds_one_character_while_another_is_shifted() {
        start(TE);

        Bench.write(usart, DR, 1);
        Bench.write(usart, DR, 2);
        assertThat(status()).isZero();
        bench.pass(CHARACTER);
        assertThat(status()).isEqualTo(TXE);
        bench.pass(CHARACTER);

        assertThat(sent).extracting(SerialFrame::bits).containsExactly(1, 2);
        assertThat(status()).isEqualTo(TXE | TC);
    }

    @Test
    void setting_TE_sends_an_idle_frame_first() {
        Bench.write(usart, BRR, BAUD_100K);
        Bench.write(usart, CR1, UE | TE);

        Bench.write(usart, DR, 7);
        bench.pass(2 * CHARACTER - CYCLE);
        assertThat(sent).isEmpty();
        bench.pass(CYCLE);

        assertThat(sent).hasSize(1);
    }

    @Test
    void OVER8_counts_in_eighths() {
        Bench.write(usart, CR1, OVER8);

        Bench.write(usart, BRR, 10 << 4 | 3); // 8 * 10.375 = 83 clocks

        assertThat(usart.bitPicoseconds()).isEqualTo(83 * 62_500);
    }

    @Test
    void a_received_character_sets_RXNE_until_DR_is_read() {
        start(RE | RXNEIE);

        usart.receive(SerialFrame.of(0xA5, BIT));
        assertThat(status() & RXNE).isNotZero();
        assertThat(interrupt.asserted).isTrue();
        assertThat(Bench.read(usart, DR)).isEqualTo(0xA5);

        assertThat(status() & RXNE).isZero();
        assertThat(interrupt.asserted).isFalse();
    }

    @Test
    void a_second_character_overruns_and_is_lost() {
        start(RE | RXNEIE);

        usart.receive(SerialFrame.of(1, BIT));
        usart.receive(SerialFrame.of(2, BIT));
        assertThat(status() & ORE).isNotZero();
        assertThat(Bench.read(usart, DR)).isEqualTo(1);

        assertThat(status() & (ORE | RXNE)).isZero();
    }

    @Test
    void errors_are_cleared_by_reading_SR_and_then_DR_only() {
        start(RE);
        usart.receive(new SerialFrame(1, 8, BIT, true, false));

        Bench.read(usart, DR);
        assertThat(status() & NF).isNotZero();
        Bench.read(usart, DR);

        assertThat(status() & NF).isZero();
    }

    @Test
    void characters_of_a_sender_that_is_a_little_slower_leave_no_IDLE_between_them() {
        start(RE | IDLEIE);
        usart.receive(SerialFrame.of('a', BIT));
        receiving = true;

        bench.pass(CHARACTER + BIT / 10);
        assertThat(interrupt.asserted).isFalse();
        receiving = false;
        usart.receive(SerialFrame.of('b', BIT));

        bench.pass(CHARACTER - CYCLE);
        assertThat(interrupt.asserted).isFalse();
        bench.pass(CYCLE);
        assertThat(interrupt.asserted).isTrue();
    }

    @Test
    void IDLE_comes_one_frame_after_the_last_character_and_once() {
        start(RE | IDLEIE);
        usart.receive(SerialFrame.of(1, BIT));
        bench.pass(CHARACTER - CYCLE);
        assertThat(status() & IDLE).isZero();
        bench.pass(CYCLE);
        assertThat(status() & IDLE).isNotZero();
        assertThat(interrupt.asserted).isTrue();

        Bench.read(usart, DR);
        bench.pass(10 * CHARACTER);

        assertThat(status() & IDLE).isZero();
    }

    @Test
    void a_missing_stop_bit_is_a_framing_error() {
        start(RE);

        usart.receive(new SerialFrame(0, 8, BIT, false, true));

        assertThat(status() & FE).isNotZero();
    }

    @Test
    void a_sender_at_half_the_rate_is_garbage_with_a_framing_error() {
        start(RE);

        usart.receive(SerialFrame.of(0x00, 2 * BIT));

        assertThat(status() & FE).isNotZero();
    }

    @Test
    void a_sender_three_percent_off_is_understood() {
        start(RE);

        usart.receive(SerialFrame.of(0xA5, BIT * 103 / 100));
        assertThat(status() & FE).isZero();
        assertThat(Bench.read(usart, DR)).isEqualTo(0xA5);

        usart.receive(SerialFrame.of(0x5A, BIT * 97 / 100));
        assertThat(Bench.read(usart, DR)).isEqualTo(0x5A);
    }

    @Test
    void parity_takes_the_place_of_the_top_bit() {
        start(TE | M | PCE);
        Bench.write(usart, DR, 0x07);
        bench.pass(2 * CHARACTER);
        assertThat(sent.get(0).bits()).isEqualTo(0x107);

        Bench.write(usart, CR1, UE | TE | M | PCE | PS);
        Bench.write(usart, DR, 0x07);
        bench.pass(2 * CHARACTER);
        assertThat(sent.get(1).bits()).isEqualTo(0x007);
    }

    @Test
    void wrong_parity_is_seen() {
        start(RE | M | PCE);

        usart.receive(new SerialFrame(0x107, 9, BIT, false, false));
        assertThat(status() & PE).isZero();
        Bench.read(usart, DR);
        usart.receive(new SerialFrame(0x007, 9, BIT, false, false));

        assertThat(status() & PE).isNotZero();
    }

    @Test
    void nine_data_bits_and_two_stop_bits_take_twelve_bit_times() {
        start(TE | M);
        Bench.write(usart, CR2, 0b10 << 12);

        Bench.write(usart, DR, 0x1FF);
        bench.pass(12 * BIT - CYCLE);
        assertThat(sent).isEmpty();
        bench.pass(CYCLE);

        assertThat(sent.get(0).bits()).isEqualTo(0x1FF);
    }

    @Test
    void TXE_interrupts_while_TXEIE() {
        start(TE | TXEIE);
        assertThat(interrupt.asserted).isTrue();

        Bench.write(usart, DR, 1);
        Bench.write(usart, DR, 2);

        assertThat(interrupt.asserted).isFalse();
    }

    @Test
    void DMA_requests_follow_RXNE_and_TXE() {
        start(RE | TE);
        Bench.write(usart, CR3, 1 << 6 | 1 << 7);
        assertThat(txLine.asserted).isTrue();
        assertThat(rxRequest.asserted).isFalse();

        usart.receive(SerialFrame.of(1, BIT));
        assertThat(rxRequest.asserted).isTrue();
        Bench.read(usart, DR);

        assertThat(rxRequest.asserted).isFalse();
    }

    @Test
    void TC_is_cleared_by_writing_0_and_RXNE_too() {
        start(RE);
        usart.receive(SerialFrame.of(1, BIT));

        Bench.write(usart, SR, 0);

        assertThat(status() & (TC | RXNE)).isZero();
        assertThat(status() & TXE).isNotZero();
    }

    @Test
    void nothing_is_received_without_RE() {
        start(TE);

        usart.receive(SerialFrame.of(1, BIT));

        assertThat(status() & RXNE).isZero();
    }

    @Test
    void modes_that_are_not_modelled_are_refused_by_name() {
        assertThatThrownBy(() -> Bench.write(usart, CR2, 1 << 14))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessage("USART2_CR2.LINEN or CLKEN is not modelled: write of 0x00004000 to 0x40004410");
    }

    @Test
    void the_core_need_not_stop_for_characters_before_the_last_that_DMA_brings() {
        start(TE);
        Bench.write(usart, CR3, DMAT);
        assertThat(txQuietly).isTrue();
        txItems = 10;

        Bench.write(usart, DR, 'x');

        long cycles = bench.time.nextCycle() - bench.time.cycleAt(bench.time.now());
        assertThat(bench.hclk.picoseconds(cycles)).isEqualTo(9 * CHARACTER);
    }

    @Test
    void the_core_stops_for_each_character_that_interrupts() {
        start(TE | TXEIE);
        Bench.write(usart, CR3, DMAT);
        assertThat(txQuietly).isFalse();
        txItems = 10;

        Bench.write(usart, DR, 'x');

        long cycles = bench.time.nextCycle() - bench.time.cycleAt(bench.time.now());
        assertThat(bench.hclk.picoseconds(cycles)).isEqualTo(CHARACTER);
    }
}
