package io.gradhil.flash;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.FaultStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what {@code gradhil_core} of {@code board.tcl} printed: a line for each register, with its value. Pure. */
final class OpenOcdCore {
    private static final String PREFIX = "gradhil: ";
    private static final List<String> REGISTERS =
            List.of("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc");

    /** Words from ICSR to CFSR. */
    private static final int CFSR = (CoreSnapshot.CFSR - CoreSnapshot.ICSR) / 4;

    private OpenOcdCore() {}

    /** Returns the core's state, or empty if not all of it is there. */
    static Optional<CoreSnapshot> parse(String output) {
        Map<String, List<Integer>> values = new HashMap<>();
        output.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(PREFIX))
                .forEach(line -> {
                    String[] words = line.substring(PREFIX.length()).split(" +");
                    try {
                        values.put(
                                words[0],
                                Stream.of(words)
                                        .skip(1)
                                        .map(OpenOcdCore::number)
                                        .toList());
                    } catch (NumberFormatException noNumbers) {
                        // Another of board.tcl's lines.
                    }
                });
        try {
            return Optional.of(snapshot(values));
        } catch (NullPointerException | IndexOutOfBoundsException incomplete) {
            return Optional.empty();
        }
    }

    private static Integer number(String text) {
        return (int) (text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text));
    }

    private static CoreSnapshot snapshot(Map<String, List<Integer>> values) {
        List<Integer> registers = new ArrayList<>();
        REGISTERS.forEach(name -> registers.add(values.get(name).get(0)));
        List<Integer> system = values.get("system");
        List<Integer> stack = values.getOrDefault("stack", List.of(0));
        FaultStatus faults =
                new FaultStatus(system.get(CFSR), system.get(CFSR + 1), system.get(CFSR + 3), system.get(CFSR + 4));
        return new CoreSnapshot(
                registers,
                values.get("xPSR").get(0),
                system.get(0),
                values.get("dhcsr").get(0),
                faults,
                stack.get(0),
                stack.subList(1, stack.size()));
    }
}
