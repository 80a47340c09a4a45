package io.gradhil.simulator;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.Deadline;
import io.gradhil.core.FaultStatus;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks at the core of a running QEMU through its gdb stub, by as much of the gdb remote protocol as that takes: connecting stops the
 * core, {@code g} reads registers, {@code m} memory, {@code D} lets it run on.
 */
final class GdbStub {
    /** QEMU answers within milliseconds, unless it is stopped itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** QEMU sends at most 2048 bytes of memory in one packet. */
    private static final int MOST_BYTES = 2048;

    private static final int REGISTERS = 16;
    private static final int SP = 13;

    /** From ICSR to BFAR. */
    private static final int SYSTEM_BYTES = CoreSnapshot.CFSR + 20 - CoreSnapshot.ICSR;

    private final Path socket;

    /** Creates a client of the stub that listens on a Unix socket. */
    GdbStub(Path socket) {
        this.socket = socket;
    }

    /** Returns what the core was doing, or empty if the stub does not answer. */
    Optional<CoreSnapshot> look() {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                return Optional.empty(); // a stopped QEMU takes no connection, and few wait for it
            }
            channel.register(selector, SelectionKey.OP_READ);
            Connection connection = new Connection(channel, selector, Deadline.after(PATIENCE));
            CoreSnapshot snapshot = snapshot(connection);
            connection.ask("D");
            return Optional.of(snapshot);
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    private static CoreSnapshot snapshot(Connection connection) throws IOException {
        ByteBuffer registers = words(connection.ask("g"));
        List<Integer> general = new ArrayList<>();
        for (int i = 0; i < REGISTERS; i++) {
            general.add(registers.getInt());
        }
        ByteBuffer system = connection.memory(CoreSnapshot.ICSR, SYSTEM_BYTES);
        int cfsr = CoreSnapshot.CFSR - CoreSnapshot.ICSR;
        FaultStatus faults = new FaultStatus(
                system.getInt(cfsr), system.getInt(cfsr + 4), system.getInt(cfsr + 12), system.getInt(cfsr + 16));
        int sp = general.get(SP);
        return new CoreSnapshot(
                general,
                registers.getInt(registers.limit() - 4), // behind registers of the FPU that no Cortex-M has
                system.getInt(0),
                connection.memory(CoreSnapshot.DHCSR, 4).getInt(),
                faults,
                CoreSnapshot.stackStart(sp),
                stack(connection, sp));
    }

    private static List<Integer> stack(Connection connection, int sp) throws IOException {
        List<Integer> stack = new ArrayList<>();
        int from = CoreSnapshot.stackStart(sp);
        int end = from + 4 * CoreSnapshot.stackWords(sp);
        for (int at = from; at != end; at += Math.min(MOST_BYTES, end - at)) {
            ByteBuffer words = connection.memory(at, Math.min(MOST_BYTES, end - at));
            while (words.hasRemaining()) {
                stack.add(words.getInt());
            }
        }
        return stack;
    }

    private static ByteBuffer words(String hex) throws IOException {
        try {
            return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IllegalArgumentException e) {
            throw new IOException("The gdb stub answers \"" + hex + "\"", e);
        }
    }

    /** One connection: a packet is {@code $content#checksum}, each is acknowledged by {@code +}. */
    private record Connection(SocketChannel channel, Selector selector, Deadline deadline) {
        ByteBuffer memory(int address, int count) throws IOException {
            ByteBuffer bytes = words(ask(String.format(Locale.ROOT, "m%08x,%x", address, count)));
            if (bytes.capacity() != count) {
                throw new IOException("The gdb stub sends " + bytes.capacity() + " bytes of " + count);
            }
            return bytes;
        }

        String ask(String request) throws IOException {
            int sum = request.chars().sum() & 0xFF;
            send(String.format(Locale.ROOT, "$%s#%02x", request, sum));
            String reply = packet();
            while (reply.startsWith("T")) { // that the core has stopped is said at any time
                reply = packet();
            }
            return reply;
        }

        private void send(String text) throws IOException {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }

        private String packet() throws IOException {
            StringBuilder content = new StringBuilder();
            while (next() != '$') {
                // acknowledgements
            }
            for (char value = next(); value != '#'; value = next()) {
                content.append(value);
            }
            next();
            next();
            send("+");
            return content.toString();
        }

        private char next() throws IOException {
            ByteBuffer one = ByteBuffer.allocate(1);
            int count = channel.read(one);
            while (count == 0) {
                if (deadline.expired()) {
                    throw new IOException("The gdb stub is silent");
                }
                selector.select(Math.max(1, deadline.remaining().toMillis()));
                selector.selectedKeys().clear();
                count = channel.read(one);
            }
            if (count < 0) {
                throw new IOException("The gdb stub has closed the connection");
            }
            return (char) one.get(0);
        }
    }
}
