package io.gradhil.rehearsal;

import io.gradhil.virtual.stlink.StLinkServer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Boards that look like hardware from outside: stock OpenOCD flashes and debugs them, a serial port library opens their ports. Behind both are virtual boards, in real
 * time.
 *
 * <pre>{@code
 * try (Bench bench = Bench.open(2)) {
 *     bench.properties().forEach(System::setProperty); // the board "nucleo" finds them now
 *     bench.boards().get(0).unplug();
 * }
 * }</pre>
 *
 * <p>A folder for temporary files holds what a system has in {@code /dev/serial/by-id}, a configuration for OpenOCD, and the boards' own files. Closing removes
 * it, and the end of the JVM closes.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Bench implements AutoCloseable {
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final List<BenchBoard> boards = new ArrayList<>();
    private final Path folder;
    private final Path serialFolder;
    private final Path boardsFolder;
    private final Path leaseFolder;
    private final Path openOcdConfig;
    private final StLinkServer server;
    private final Thread hook = new Thread(this::closeAll, "end of the bench");

    private Bench() {
        folder = createFolder(BenchFiles.createTemporaryFolder("gradhil-bench-"));
        createFolder(folder.resolve("serial"));
        serialFolder = createFolder(folder.resolve("serial/by-id"));
        boardsFolder = createFolder(folder.resolve("boards"));
        leaseFolder = folder.resolve("leases");
        closing.push(() -> BenchFiles.removeFolder(leaseFolder));
        openOcdConfig = folder.resolve("openocd.cfg");
        server = new StLinkServer();
        closing.push(server::close);
        write(openOcdConfig, configuration(server.port()));
    }

    /**
     * Opens a bench.
     *
     * @param boards how many, at least one
     * @throws io.gradhil.core.PseudoTerminalException if this machine has no pseudo-terminals to offer
     */
    public static Bench open(int boards) {
        if (boards < 1) {
            throw new IllegalArgumentException("A bench has at least one board: " + boards);
        }
        PseudoTerminal.requireLinux(System.getProperty("os.name"), System.getProperty("os.arch"));
        Bench bench = new Bench();
        try {
            for (int seed = 1; seed <= boards; seed++) {
                bench.addBoard(seed);
            }
        } catch (RuntimeException e) {
            bench.closeAll();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(bench.hook);
        return bench;
    }

    private void addBoard(int seed) {
        BenchBoard board = new BenchBoard(seed, serialFolder);
        closing.push(board::close);
        boards.add(board);
        server.add(board.probe());
        write(boardsFolder.resolve("bench" + seed + ".properties"), """
                # A board of a bench: a virtual NUCLEO-F411RE.
                probe=%s
                uid=%s
                openocd.config=%s
                """.formatted(
                        board.serial(), board.uid(), openOcdConfig));
    }

    /** OpenOCD 0.12 and later name the command for the TCP backend differently, and the transport too, which is left to the board's file. */
    private static String configuration(int port) {
        return """
                # OpenOCD on the probes of a bench: the stock file of the board, over TCP in place of USB.
                source [find board/st_nucleo_f4.cfg]
                if {[catch {hla_stlink_backend tcp %1$d}]} { st-link backend tcp %1$d }
                """.formatted(port);
    }

    private Path createFolder(Path path) {
        closing.push(() -> BenchFiles.remove(path));
        return BenchFiles.createFolder(path);
    }

    private void write(Path file, String text) {
        closing.push(() -> BenchFiles.remove(file));
        BenchFiles.write(file, text);
    }

    /** Returns the boards. */
    public List<BenchBoard> boards() {
        return List.copyOf(boards);
    }

    /** Returns OpenOCD's configuration for the boards; the probe's serial number has to be named beside. */
    public Path openOcdConfig() {
        return openOcdConfig;
    }

    /** Returns the folder that stands for {@code /dev/serial/by-id}. */
    public Path serialFolder() {
        return serialFolder;
    }

    /** Returns the TCP port on which the probes are, in the protocol of ST's stlink-server. */
    public int stLinkPort() {
        return server.port();
    }

    /** Returns the system properties by which the board {@code nucleo} finds these boards and no others. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("hil.boards.dir", boardsFolder.toString());
        properties.put("hil.serial.dir", serialFolder.toString());
        properties.put(
                "hil.lease.dir", leaseFolder.toString()); // the boards of all benches have the same serial numbers
        return properties;
    }

    /** Unplugs everything and removes its files; safe to call again. */
    @Override
    public void close() {
        if (!closing.isEmpty() && Thread.currentThread() != hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                return; // the hook does it
            }
        }
        closeAll();
    }

    private synchronized void closeAll() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
