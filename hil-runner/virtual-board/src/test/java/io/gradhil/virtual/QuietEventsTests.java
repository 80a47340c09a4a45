package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That the core does not stop for what its program cannot notice changes nothing but speed: random programs that send by DMA, and meanwhile write to what is sent,
 * look at registers, change modes and clocks, leave the same memory and the same bytes in the same number of cycles if it stops for everything.
 */
class QuietEventsTests {
    private static final int SCRIPTS = 300;
    private static final int ACTIONS = 120;

    private static final int VECTORS = 0x20000000;
    private static final int SCRIPT = 0x20001000;
    private static final int BUFFER = 0x20004000;
    private static final int LOG = 0x20008000;
    private static final int ISR = 0x08000029;

    private static final int RCC = 0x40023800;
    private static final int USART2 = 0x40004400;
    private static final int CR1 = USART2 + 0x0C;
    private static final int CR3 = USART2 + 0x14;
    private static final int DMA1 = 0x40026000;
    private static final int DMA2 = 0x40026400;
    private static final int SENDING = 6;
    private static final int RECEIVING = 5;

    private static final int UE_TE_RE = 1 << 13 | 1 << 3 | 1 << 2;

    /** Executes a list of (operation, address, value, delay): stores a word, loads one into the log, or stores a byte. Its interrupt handler logs too. */
    private static final byte[] PROGRAM = Programs.elf((""
                    + "CC0F " // loop: ldmia r4!, {r0-r3}
                    + "3B01 " // wait: subs r3, #1
                    + "D5FD " // bpl wait
                    + "2801 " // cmp r0, #1
                    + "D002 " // beq load
                    + "D805 " // bhi byte
                    + "600A " // str r2, [r1]
                    + "E7F7 " // b loop
                    + "680A " // load: ldr r2, [r1]
                    + "F845 2B04 " // str r2, [r5], #4
                    + "E7F3 " // b loop
                    + "700A " // byte: strb r2, [r1]
                    + "E7F1 " // b loop
                    + "BF00 BF00 " // nop; nop
                    + "4809 " // isr: ldr r0, =DWT_CYCCNT
                    + "6801 " // ldr r1, [r0]
                    + "F845 1B04 " // str r1, [r5], #4
                    + "4808 " // ldr r0, =DMA1_HISR
                    + "6801 " // ldr r1, [r0]
                    + "F845 1B04 " // str r1, [r5], #4
                    + "4907 " // ldr r1, =all flags of streams 4 to 7
                    + "6081 " // str r1, [r0, #8]: DMA1_HIFCR
                    + "4807 " // ldr r0, =USART2_SR
                    + "6801 " // ldr r1, [r0]
                    + "F845 1B04 " // str r1, [r5], #4
                    + "68C1 " // ldr r1, [r0, #12]: USART2_CR1
                    + "F021 01C0 " // bic r1, #TXEIE and TCIE
                    + "60C1 " // str r1, [r0, #12]
                    + "4770 " // bx lr
                    + "0000 " // to a multiple of 4
                    + "1004 E000 6004 4002 0F7D 0F7D 4400 4000" // what =s load
            )
            .split(" "));

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void whoever_looks_sees_the_same(int translateAfter) {
        long quiet = 0;
        long always = 0;
        for (int seed = 0; seed < SCRIPTS; seed++) {
            Run expected = new Run(seed, translateAfter, true);
            Run actual = new Run(seed, translateAfter, false);
            assertThat(difference(expected.describe(), actual.describe()))
                    .as("seed %d", seed)
                    .isEmpty();
            quiet += actual.runs;
            always += expected.runs;
        }
        assertThat(quiet).as("stops, of %d", always).isLessThan(always * 9 / 10);
    }

    /** Returns the first line that differs, empty if there is none. */
    private static String difference(List<String> expected, List<String> actual) {
        for (int k = 0; k < Math.max(expected.size(), actual.size()); k++) {
            String one = k < expected.size() ? expected.get(k) : "nothing";
            String other = k < actual.size() ? actual.get(k) : "nothing";
            if (!one.equals(other)) {
                return one + " became " + other;
            }
        }
        return "";
    }

    @Test
    void a_core_that_does_not_look_stops_once_for_a_transfer() {
        Run run = new Run(1000);

        assertThat(run.sent).hasSize(1000);
        assertThat(run.runs).isLessThan(20);
    }

    /** One program on one board. */
    private static final class Run {
        private final VirtualNucleo board = new VirtualNucleo();
        private final SplittableRandom random;
        private final boolean stopAlways;
        private int next = SCRIPT;
        byte[] sent = {};
        int runs;

        Run(int seed, int translateAfter, boolean stopAlways) {
            random = new SplittableRandom(seed);
            this.stopAlways = stopAlways;
            start();
            board.core().translateAfter(translateAfter);
            for (int k = 0; k < ACTIONS; k++) {
                random();
            }
            finish();
            for (int k = 0; k < 40; k++) {
                byte[] toBoard = new byte[random.nextInt(4)];
                random.nextBytes(toBoard);
                board.serial().send(toBoard);
                pass(Duration.ofNanos(1 + random.nextInt(700_000)));
            }
        }

        /** Sends some bytes and does nothing else. */
        Run(int bytes) {
            random = new SplittableRandom(0);
            stopAlways = false;
            start();
            transfer(BUFFER, bytes, 1 << 10 | 1 << 4);
            finish();
            pass(Duration.ofMillis(20));
        }

        private void start() {
            board.load(PROGRAM);
            board.powerOn();
            board.serial().baud(1_000_000);
            for (int vector = 0; vector < 102; vector++) {
                write(VECTORS + 4 * vector, ISR);
            }
            for (int word = 0; word < 0x400; word++) {
                write(BUFFER + 4 * word, random.nextInt());
            }
            write(0xE000ED08, VECTORS); // VTOR
            write(0xE000EDFC, 1 << 24); // DEMCR.TRCENA
            write(0xE0001000, 1); // DWT_CTRL.CYCCNTENA
            write(0xE000E100, 1 << 16 | 1 << 17); // DMA1 streams 5 and 6
            write(0xE000E104, 1 << 6); // USART2
            write(RCC + 0x30, 1 | 1 << 21 | 1 << 22);
            write(RCC + 0x40, 1 << 17);
            write(0x40020020, 0x7700);
            write(0x40020000, 0xA80000A0);
            board.core().register(4, SCRIPT);
            board.core().register(5, LOG);
            store(USART2 + 8, 16);
            store(CR1, UE_TE_RE);
            store(CR3, 1 << 7 | 1 << 6);
            store(stream(RECEIVING) + 4, 100);
            store(stream(RECEIVING) + 8, USART2 + 4);
            store(stream(RECEIVING) + 12, BUFFER + 20);
            store(stream(RECEIVING), 4 << 25 | 1 << 10 | 1 << 8 | 1 << 4 | 1 << 3 | 1);
        }

        private void write(int address, int value) {
            board.core().write(address, 4, value);
        }

        private void action(int operation, int address, int value, int delay) {
            for (int word : new int[] {operation, address, value, delay}) {
                write(next, word);
                next += 4;
            }
        }

        private void store(int address, int value) {
            action(0, address, value, 1 + random.nextInt(4));
        }

        private void finish() {
            action(0, LOG - 4, 1, Integer.MAX_VALUE);
        }

        private static int stream(int number) {
            return DMA1 + 0x10 + 0x18 * number;
        }

        private void transfer(int address, int items, int mode) {
            store(stream(SENDING), 0);
            store(DMA1 + 0x0C, 0x0F7D0F7D);
            store(stream(SENDING) + 4, items);
            store(stream(SENDING) + 8, USART2 + 4);
            store(stream(SENDING) + 12, address);
            store(stream(SENDING), 4 << 25 | 1 << 6 | mode | 1);
        }

        private void random() {
            int delay = random.nextInt(3) == 0 ? random.nextInt(1500) : random.nextInt(20);
            switch (random.nextInt(16)) {
                case 0, 1 ->
                    transfer(
                            BUFFER + random.nextInt(200),
                            1 + random.nextInt(random.nextInt(2) == 0 ? 4 : 60),
                            any(1 << 10, 1 << 8, 1 << 4, 1 << 3, 1 << 2, 1 << 16, 1 << 17));
                case 2, 3 -> action(2, BUFFER + random.nextInt(260), random.nextInt(), delay);
                case 4 -> action(0, BUFFER + 4 * random.nextInt(65), random.nextInt(), delay);
                case 5, 6 -> action(1, stream(SENDING) + 4 * random.nextInt(2), 0, delay);
                case 7 -> action(1, DMA1 + 4, 0, delay);
                case 8 -> action(1, USART2, 0, delay);
                case 9 -> action(0, USART2 + 4, random.nextInt(256), delay);
                case 10 -> action(0, CR1, UE_TE_RE | any(1 << 6, 1 << 7), delay);
                case 11 -> action(0, CR3, 1 << 6 | any(1 << 7), delay);
                case 12 -> action(0, USART2 + 8, random.nextInt(4) == 0 ? 16 + random.nextInt(200) : 16, delay);
                case 13 ->
                    action(0, RCC + 8, random.nextInt(4) == 0 ? any(1 << 7, 1 << 4, 1 << 12, 1 << 10) : 0, delay);
                case 14 -> {
                    copy(delay);
                    crystal();
                }
                default -> action(0, CR1, random.nextInt(4) == 0 ? any(1 << 13, 1 << 3, 1 << 2) : UE_TE_RE, delay);
            }
        }

        /** From memory to memory, where it may be sent. */
        private void copy(int delay) {
            store(DMA2 + 0x10, 0);
            store(DMA2 + 0x08, 0x0F7D0F7D);
            store(DMA2 + 0x14, 1 + random.nextInt(40));
            store(DMA2 + 0x18, BUFFER + 0x800 + random.nextInt(100));
            store(DMA2 + 0x1C, BUFFER + random.nextInt(260));
            action(0, DMA2 + 0x10, 2 << 6 | 1 << 10 | 1 << 9 | 1, delay);
        }

        /** Runs on HSE from when it is ready, or on HSI. */
        private void crystal() {
            if (random.nextInt(4) == 0) {
                store(RCC, 1 | 1 << 16 | 1 << 18);
                store(RCC + 8, random.nextInt(2));
            }
        }

        private int any(int... bits) {
            return Arrays.stream(bits).filter(bit -> random.nextBoolean()).sum();
        }

        private void pass(Duration duration) {
            BooleanSupplier never = () -> runs++ < 0;
            Stop stop = stopAlways ? board.runUntil(never, duration) : board.runUnless(never, duration);
            assertThat(stop).isEqualTo(Stop.TIME);
            byte[] more = board.serial().receive();
            sent = Arrays.copyOf(sent, sent.length + more.length);
            System.arraycopy(more, 0, sent, sent.length - more.length, more.length);
        }

        List<String> describe() {
            List<String> lines = new ArrayList<>();
            for (int at = LOG; at < board.core().register(5); at += 4) {
                lines.add(word(at));
            }
            for (int at = BUFFER; at < BUFFER + 0x200; at += 4) {
                lines.add(word(at));
            }
            lines.add(Arrays.toString(sent));
            lines.add(board.describe());
            return lines;
        }

        private String word(int address) {
            return String.format("0x%08X at 0x%08X", board.core().read(address, 4), address);
        }
    }
}
