package io.gradhil.virtual.stlink;

import io.gradhil.virtual.BoardThread;
import io.gradhil.virtual.Pace;
import io.gradhil.virtual.Programs;
import io.gradhil.virtual.VirtualNucleo;
import java.util.ArrayList;
import java.util.List;

/** Boards with a small program, and a server with their probes. */
final class ProbeBench implements AutoCloseable {
    /** Where the program begins. */
    static final int START = 0x08000008;

    private static final String[] ADD_FOR_EVER = {"3001", "E7FD"}; // adds r0, #1; b .-2

    final StLinkServer server = new StLinkServer();
    final List<StLink> probes = new ArrayList<>();

    ProbeBench(int boards) {
        this(boards, ADD_FOR_EVER);
    }

    ProbeBench(int boards, String... program) {
        for (int i = 0; i < boards; i++) {
            VirtualNucleo nucleo = new VirtualNucleo(i);
            nucleo.load(Programs.elf(program));
            nucleo.powerOn();
            StLink probe = new StLink("0670FF00000000000000000" + i, new BoardThread(nucleo, Pace.REAL));
            probes.add(probe);
            server.add(probe);
        }
    }

    StLink probe() {
        return probes.get(0);
    }

    BoardThread board() {
        return probe().board();
    }

    @Override
    public void close() {
        server.close();
        probes.forEach(probe -> probe.board().close());
    }
}
