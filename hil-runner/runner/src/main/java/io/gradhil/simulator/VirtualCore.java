package io.gradhil.simulator;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.FaultStatus;
import io.gradhil.virtual.cpu.CortexM4;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Looks at the core of a virtual board; for the board's thread, between two of its instructions. */
final class VirtualCore {
    private static final int SP = 13;
    private static final int XPSR = 16;

    private VirtualCore() {}

    static CoreSnapshot look(CortexM4 core) {
        List<Integer> registers =
                IntStream.range(0, 16).mapToObj(core::register).toList();
        int sp = registers.get(SP);
        int from = CoreSnapshot.stackStart(sp);
        List<Integer> stack = new ArrayList<>();
        for (int i = 0; i < CoreSnapshot.stackWords(sp); i++) {
            stack.add(core.read(from + 4 * i, 4));
        }
        int cfsr = core.read(CoreSnapshot.CFSR, 4);
        FaultStatus faults = new FaultStatus(
                cfsr,
                core.read(CoreSnapshot.CFSR + 4, 4),
                core.read(CoreSnapshot.CFSR + 12, 4),
                core.read(CoreSnapshot.CFSR + 16, 4));
        return new CoreSnapshot(
                registers,
                core.register(XPSR),
                core.read(CoreSnapshot.ICSR, 4),
                core.read(CoreSnapshot.DHCSR, 4),
                faults,
                from,
                stack);
    }
}
