package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtiTests {
    private static final int IMR = 0x00;
    private static final int EMR = 0x04;
    private static final int RTSR = 0x08;
    private static final int FTSR = 0x0C;
    private static final int SWIER = 0x10;
    private static final int PR = 0x14;
    private static final int SYSCFG_MEMRMP = 0x00;
    private static final int SYSCFG_EXTICR4 = 0x14;

    private final Map<Integer, Bench.Line> irqs = new HashMap<>();
    private int events;
    private int memoryAtZero;
    private final Exti exti =
            new Exti(position -> irqs.computeIfAbsent(position, p -> new Bench.Line()), () -> events++);
    private final Syscfg syscfg = new Syscfg(exti, mode -> memoryAtZero = mode);

    @Test
    void a_selected_edge_of_an_unmasked_line_interrupts_until_PR_is_cleared() {
        Bench.write(exti, IMR, 1 << 13);
        Bench.write(exti, FTSR, 1 << 13);
        exti.line(13, true);
        assertThat(irqs.get(40).asserted).isFalse();

        exti.line(13, false);
        assertThat(irqs.get(40).asserted).isTrue();
        assertThat(Bench.read(exti, PR)).isEqualTo(1 << 13);

        Bench.write(exti, PR, 1 << 13);
        assertThat(irqs.get(40).asserted).isFalse();
    }

    @Test
    void a_masked_line_does_not_even_become_pending() {
        Bench.write(exti, RTSR, 1);

        exti.line(0, true);

        assertThat(Bench.read(exti, PR)).isZero();
    }

    @Test
    void a_line_in_event_mode_wakes_the_core_without_interrupt() {
        Bench.write(exti, EMR, 1 << 7);
        Bench.write(exti, RTSR, 1 << 7);

        exti.line(7, true);

        assertThat(events).isEqualTo(1);
        assertThat(irqs.get(23).asserted).isFalse();
    }

    @Test
    void software_triggers_a_line_by_SWIER() {
        Bench.write(exti, IMR, 1 << 22);

        Bench.write(exti, SWIER, 1 << 22);
        assertThat(irqs.get(3).asserted).isTrue();

        Bench.write(exti, PR, 1 << 22);
        assertThat(Bench.read(exti, SWIER)).isZero();
    }

    @Test
    void EXTICR_chooses_the_port_of_a_line() {
        Bench.write(exti, IMR, 1 << 13);
        Bench.write(exti, RTSR, 1 << 13);
        syscfg.pin(2, 13, true);
        assertThat(Bench.read(exti, PR)).isZero();

        Bench.write(syscfg, SYSCFG_EXTICR4, 2 << 4);
        syscfg.pin(2, 13, true);

        assertThat(Bench.read(exti, PR)).isEqualTo(1 << 13);
    }

    @Test
    void MEM_MODE_puts_the_SRAM_at_0_and_cannot_put_the_boot_loader_there() {
        Bench.write(syscfg, SYSCFG_MEMRMP, 3);
        assertThat(memoryAtZero).isEqualTo(3);

        assertThatThrownBy(() -> Bench.write(syscfg, SYSCFG_MEMRMP, 1)).isInstanceOf(UnmodelledAccessException.class);
    }
}
