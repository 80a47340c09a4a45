package io.gradhil.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.FaultStatus;
import io.gradhil.process.ToolProcess;
import io.gradhil.process.ToolRun;
import io.gradhil.protocol.Frame;
import io.gradhil.protocol.FrameCodec;
import io.gradhil.symbols.Backtrace;
import io.gradhil.symbols.Symbols;
import io.gradhil.testing.Tools;
import io.gradhil.virtual.VirtualNucleo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers, found at each instruction that a stretch of the firmware's run comes to, the first two times: in prologues and epilogues too. */
class BacktraceTests {
    private static final Path IMAGE =
            Path.of(System.getProperty("gradhil.root", "../..")).resolve("firmware/prebuilt/gradhil-f411re.elf");
    private static final byte[] HELLO = FrameCodec.encode(new Frame(1, 1, 77, new byte[] {2, 0, 0, 0}));

    private static Symbols symbols() throws IOException {
        return new Symbols(Files.readAllBytes(IMAGE));
    }

    private static List<String> functions(Backtrace trace) {
        return trace.frames().stream().map(frame -> frame.place().function()).toList();
    }

    /** Executes an instruction; asleep, waits for one cycle after the other. */
    private static void next(VirtualNucleo board) {
        do {
            board.step();
        } while (board.core().isSleeping());
    }

    @Test
    void at_each_instruction_the_calls_lead_back_to_the_reset_handler() throws IOException {
        Symbols symbols = symbols();
        VirtualNucleo board = new VirtualNucleo();
        board.load(IMAGE);
        board.powerOn();
        while (!symbols.place(board.core().register(15)).function().equals("main")) {
            board.step();
        }
        Set<String> seen = new HashSet<>();
        Map<Integer, Integer> visits = new HashMap<>();
        boolean greeted = false;
        List<String> wrong = new ArrayList<>();

        for (int step = 0; step < 1_000_000 && !seen.contains("hello"); step++) {
            if (visits.merge(board.core().register(15), 1, Integer::sum) <= 2) {
                List<String> functions = functions(Backtrace.of(VirtualCore.look(board.core()), symbols));
                seen.addAll(functions);
                int size = functions.size();
                if (size < 2 || !functions.subList(size - 2, size).equals(List.of("main", "Reset_Handler"))) {
                    wrong.add(step + ": " + functions);
                }
            }
            if (seen.contains("board_idle") && !greeted) {
                greeted = true;
                board.serial().send(HELLO);
            }
            next(board);
        }

        assertThat(seen).contains("clock_start", "USART2_IRQHandler", "dispatch_receive", "crc32", "hello");
        assertThat(wrong).isEmpty();
    }

    @Test
    void an_interrupted_function_is_marked_and_its_callers_follow() throws IOException {
        Symbols symbols = symbols();
        VirtualNucleo board = new VirtualNucleo();
        board.load(IMAGE);
        board.powerOn();
        while (!symbols.place(board.core().register(15)).function().equals("board_idle")) {
            board.step();
        }
        board.serial().send(HELLO);
        while (!symbols.place(board.core().register(15)).function().equals("USART2_IRQHandler")) {
            next(board);
        }

        Backtrace trace = Backtrace.of(VirtualCore.look(board.core()), symbols);

        assertThat(functions(trace)).endsWith("main", "Reset_Handler").startsWith("USART2_IRQHandler");
        assertThat(trace.frames()).extracting(Backtrace.Frame::interrupted).startsWith(false, true, false);
    }

    /** One line for each stop: r0 to r15 and xPSR, the words of the stack, the addresses of gdb's backtrace. */
    private static final String SCRIPT = """
            set pagination off
            set confirm off
            set backtrace past-main on
            set backtrace past-entry on
            target remote SOCKET
            python
            def value(text):
                return int(gdb.parse_and_eval("(unsigned int)" + text)) & 0xffffffff
            def show(out):
                sp = value("$sp")
                stack = gdb.selected_inferior().read_memory(sp, min(512, 0x20020000 - sp)).tobytes().hex()
                registers = ["%08x" % value("$r%d" % i) for i in range(13)]
                registers += ["%08x" % value(name) for name in ("$sp", "$lr", "$pc", "$xpsr")]
                calls = []
                frame = gdb.newest_frame()
                while frame is not None:
                    if frame.type() == gdb.NORMAL_FRAME:
                        calls.append("%08x" % frame.pc())
                    frame = frame.older()
                out.write(" ".join(registers) + "|" + stack + "|" + " ".join(calls) + "\\n")
            with open("OUTPUT", "w") as out:
                for function in ("crash_begin", "clock_start", "usart_start", "watchdog_start", "board_idle", "SysTick_Handler"):
                    gdb.Breakpoint("*" + function, temporary=True)
                    gdb.execute("continue", to_string=True)
                    for i in range(40):
                        show(out)
                        gdb.execute("stepi", to_string=True)
            end
            kill
            """;

    @Test
    void callers_are_those_that_gdb_finds(@TempDir Path folder) throws IOException {
        Tools.need("gdb-multiarch", "qemu-system-arm");
        Symbols symbols = symbols();
        Path socket = folder.resolve("gdb");
        Path output = folder.resolve("stops");
        Path script = Files.writeString(
                folder.resolve("script"),
                SCRIPT.replace("SOCKET", socket.toString()).replace("OUTPUT", output.toString()));

        try (ToolProcess qemu = ToolProcess.startGuarded(qemu(socket))) {
            Awaitility.await().until(() -> qemu.alive() && Files.exists(socket));
            ToolRun.run(
                    List.of("gdb-multiarch", "-nx", "-batch", "-x", script.toString(), IMAGE.toString()),
                    Duration.ofMinutes(2));
        }

        List<String> stops = Files.readAllLines(output);
        List<String> wrong = new ArrayList<>();
        for (String stop : stops) {
            String[] parts = stop.split("\\|");
            String ours = Backtrace.of(snapshot(parts[0], parts[1]), symbols).frames().stream()
                    .map(frame -> String.format("%08x", frame.place().address()))
                    .collect(Collectors.joining(" "));
            if (!ours.equals(parts[2])) {
                wrong.add(ours + " instead of " + parts[2]);
            }
        }
        assertThat(stops).hasSize(240);
        assertThat(wrong).isEmpty();
    }

    private static List<String> qemu(Path socket) {
        String chardev = "socket,id=gdb,server=on,wait=off,path=" + socket;
        return List.of(("qemu-system-arm -M netduinoplus2 -display none -monitor none -S -gdb chardev:gdb -chardev "
                        + chardev + " -kernel " + IMAGE)
                .split(" "));
    }

    private static CoreSnapshot snapshot(String registers, String stack) {
        List<Integer> values = Stream.of(registers.split(" "))
                .map(value -> Integer.parseUnsignedInt(value, 16))
                .toList();
        List<Integer> words = new ArrayList<>();
        for (int at = 0; at < stack.length(); at += 8) {
            words.add(Integer.reverseBytes(Integer.parseUnsignedInt(stack.substring(at, at + 8), 16)));
        }
        return new CoreSnapshot(
                values.subList(0, 16), values.get(16), 0, 0, new FaultStatus(0, 0, 0, 0), values.get(13), words);
    }
}
