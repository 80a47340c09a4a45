package io.gradhil.virtual.stlink;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of the server, from its first request to its end. Requests begin with a byte that says what they are; numbers are little-endian. */
final class Connection implements AutoCloseable {
    private static final int API_VERSION = 3;
    private static final int MOST_BYTES = 10_240;
    private static final int SERIAL_BYTES = 32;
    private static final int INFO_BYTES = 45;
    private static final int HEADER_BYTES = 32;
    private static final int WRITE = 0;
    private static final int READ = 1;

    private static final int OK = 1;
    private static final int BAD_PARAMETER = 0x1002;
    private static final int OPEN_ERROR = 0x1003;
    private static final int BUSY = 0x2004;

    private final StLinkServer server;
    private final DataInputStream in;
    private final OutputStream out;
    private final int client;
    private @Nullable StLink probe;

    Connection(StLinkServer server, Socket socket, int client) throws IOException {
        socket.setTcpNoDelay(true);
        this.server = server;
        this.client = client;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Answers requests until the client goes. */
    void serve() throws IOException {
        for (int request = in.read(); request >= 0; request = in.read()) {
            switch (request) {
                case 0x00 -> answerAfter(1, words(OK));
                case 0x01 -> answerAfter(0, words(server.plugged().size()));
                case 0x02 -> describe(rest(7));
                case 0x03 -> open(rest(7));
                case 0x04 -> closeProbe(rest(7));
                case 0x05 -> command(rest(HEADER_BYTES - 1));
                case 0x06 -> answerAfter(3, words(API_VERSION, 2, 1, 1));
                default -> throw new ProtocolException("Request " + request + " is none of an stlink-server");
            }
        }
    }

    private ByteBuffer rest(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void answerAfter(int count, byte[] answer) throws IOException {
        rest(count);
        out.write(answer);
    }

    private static byte[] words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(words).forEach(bytes::putInt);
        return bytes.array();
    }

    /** Status, device, serial, vendor, product, and whether somebody has it; the device is its place among all probes. */
    private void describe(ByteBuffer request) throws IOException {
        List<StLink> plugged = server.plugged();
        int index = request.get(0) & 0xFF;
        ByteBuffer info = ByteBuffer.allocate(INFO_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (index < plugged.size()) {
            StLink found = plugged.get(index);
            info.putInt(OK).putInt(server.probes().indexOf(found));
            info.put(Arrays.copyOf(found.serial().getBytes(StandardCharsets.US_ASCII), SERIAL_BYTES));
            info.putShort((short) StLink.VENDOR)
                    .putShort((short) StLink.PRODUCT)
                    .put((byte) (found.isUsed() ? 1 : 0));
        } else {
            info.putInt(BAD_PARAMETER);
        }
        out.write(info.array());
    }

    private void open(ByteBuffer request) throws IOException {
        int device = request.getInt(3);
        boolean known = device >= 0 && device < server.probes().size();
        if (probe == null && known && server.probes().get(device).open(client)) {
            probe = server.probes().get(device);
            out.write(words(OK, client));
        } else {
            out.write(words(OPEN_ERROR, 0));
        }
    }

    private void closeProbe(ByteBuffer request) throws IOException {
        boolean mine = probe != null && request.getInt(3) == client;
        close();
        out.write(words(mine ? OK : BAD_PARAMETER));
    }

    private void command(ByteBuffer header) throws IOException {
        int direction = header.get(23);
        int length = header.getInt(27);
        if (length < 0 || length > MOST_BYTES) {
            throw new ProtocolException("A transfer of " + length + " bytes");
        }
        byte[] data = direction == WRITE ? rest(length).array() : new byte[0];
        int answerLength = direction == WRITE ? 0 : length;
        if (probe != null && probe.isHanging()) {
            return;
        }
        int status = status(header.getInt(3), direction);
        byte[] answer = status == OK
                ? probe.execute(Arrays.copyOfRange(header.array(), 7, 23), data, answerLength)
                : new byte[answerLength];
        ByteBuffer reply = ByteBuffer.allocate(4 + answerLength).order(ByteOrder.LITTLE_ENDIAN);
        out.write(reply.putInt(status).put(answer).array());
    }

    private int status(int connection, int direction) {
        if (probe == null || connection != client || direction != WRITE && direction != READ) {
            return BAD_PARAMETER;
        }
        return !probe.belongsTo(client) ? OPEN_ERROR : probe.isBusy() ? BUSY : OK;
    }

    /** Gives the probe back. */
    @Override
    public void close() {
        if (probe != null) {
            probe.release(client);
            probe = null;
        }
    }
}
