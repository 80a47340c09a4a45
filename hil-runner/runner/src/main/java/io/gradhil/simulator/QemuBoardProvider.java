package io.gradhil.simulator;

import io.gradhil.board.Board;
import io.gradhil.board.BoardProvider;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.LinkClosedException;
import io.gradhil.link.StreamLink;
import io.gradhil.process.ToolProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The board {@code qemu}: the ARM image in QEMU's {@code netduinoplus2}, an STM32F405 whose memory map, core and USART2
 * are those of the F411RE. QEMU does not model RCC, FLASH, DMA, the watchdogs and the cycle counter.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class QemuBoardProvider implements BoardProvider {
    private static final String PROGRAM = "qemu-system-arm";

    /** QEMU connects within some 100 ms; a loaded machine may take longer. */
    private static final Duration START = Duration.ofSeconds(20);

    private static final int POLL_MILLIS = 100;

    /** Creates the provider; called by the service loader. */
    public QemuBoardProvider() {}

    @Override
    public String name() {
        return "qemu";
    }

    @Override
    public String description() {
        return "the ARM image in QEMU's netduinoplus2; needs qemu-system-arm";
    }

    @Override
    public FirmwareTarget target() {
        return FirmwareTarget.F411RE;
    }

    @Override
    public boolean unlimited() {
        return true;
    }

    @Override
    public Board open() {
        ToolProcess.require(
                PROGRAM, "by the board qemu", "run ci/setup.sh, or on Debian: apt-get install qemu-system-arm");
        return new ProcessBoard(name(), QemuBoardProvider::start);
    }

    private static ProcessBoard.Running start(FirmwareImage image) {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path gdb = Files.createTempDirectory("hil-qemu").resolve("gdb");
            ToolProcess qemu = ToolProcess.startGuarded(command(image, server, gdb));
            try {
                Socket socket = accept(server, qemu);
                socket.setTcpNoDelay(true);
                StreamLink link = new StreamLink(
                        "qemu", socket.getInputStream(), socket.getOutputStream(), socket, qemu::finalState);
                return new ProcessBoard.Running(qemu, link, new GdbStub(gdb)::look, () -> delete(gdb));
            } catch (IOException | RuntimeException e) {
                qemu.close();
                delete(gdb);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No loopback socket for QEMU", e);
        }
    }

    /** Deletes the socket that QEMU was ended without deleting, and the directory that was made for it. */
    private static void delete(Path gdb) {
        try {
            Files.deleteIfExists(gdb);
            Files.deleteIfExists(gdb.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + gdb, e);
        }
    }

    /** USART2 is the machine's second serial port. */
    private static List<String> command(FirmwareImage image, ServerSocket server, Path gdb) {
        String serial = "tcp:" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
        return List.of(
                PROGRAM,
                "-M",
                "netduinoplus2",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "null",
                "-serial",
                serial + ",nodelay=on",
                "-chardev",
                "socket,id=gdb,server=on,wait=off,path=" + gdb,
                "-gdb",
                "chardev:gdb",
                "-kernel",
                image.path().toString());
    }

    private static Socket accept(ServerSocket server, ToolProcess qemu) throws IOException {
        server.setSoTimeout(POLL_MILLIS);
        Deadline deadline = Deadline.after(START);
        while (qemu.alive() && !deadline.expired()) {
            try {
                return server.accept();
            } catch (SocketTimeoutException notYet) {
                // Look whether QEMU still runs, then wait on.
            }
        }
        String how = qemu.alive() ? "it did not connect within " + Deadline.seconds(START) : "it did not connect";
        throw new LinkClosedException("qemu", how + "\n" + qemu.state());
    }
}
