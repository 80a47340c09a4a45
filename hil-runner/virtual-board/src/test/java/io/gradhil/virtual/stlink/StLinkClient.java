package io.gradhil.virtual.stlink;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The other side of ST's stlink-server protocol, byte by byte. */
final class StLinkClient implements AutoCloseable {
    static final int OK = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private int connection;

    StLinkClient(StLinkServer server) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), server.port());
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Returns a client that has opened a device and is in debug mode. */
    static StLinkClient debugging(StLinkServer server, int device) throws IOException {
        StLinkClient client = new StLinkClient(server);
        client.open(device);
        client.enter();
        return client;
    }

    /** Sends a request and returns an answer of a known length, little-endian. */
    ByteBuffer request(byte[] request, int length) throws IOException {
        send(request);
        return answer(length);
    }

    void send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
    }

    ByteBuffer answer(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    int count() throws IOException {
        request(new byte[] {0x00, 0}, 4);
        return request(new byte[] {0x01}, 4).getInt();
    }

    ByteBuffer describe(int index) throws IOException {
        return request(new byte[] {0x02, (byte) index, 0, 0, 41, 0, 0, 0}, 45);
    }

    boolean isUsed(int index) throws IOException {
        return describe(index).get(44) != 0;
    }

    /** Opens a device; returns the status. */
    int open(int device) throws IOException {
        ByteBuffer answer = request(new byte[] {0x03, 0, 0, 0, (byte) device, 0, 0, 0}, 8);
        connection = answer.getInt(4);
        return answer.getInt(0);
    }

    int closeDevice() throws IOException {
        return request(header(0x04).array(), 4).getInt();
    }

    private ByteBuffer header(int request) {
        ByteBuffer bytes = ByteBuffer.allocate(request == 0x05 ? 32 : 8).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.put(0, (byte) request).putInt(4, connection);
    }

    private byte[] usb(int direction, int length, byte[] command) {
        ByteBuffer bytes = header(0x05);
        bytes.put(8, command).put(24, (byte) direction).putInt(28, length);
        return bytes.array();
    }

    /** Sends a command that reads; returns the server's status and then the data. */
    ByteBuffer transfer(int length, int... command) throws IOException {
        return request(usb(1, length, bytes(command)), 4 + length);
    }

    /** Sends a command that reads, which the server must accept; returns the data. */
    ByteBuffer read(int length, int... command) throws IOException {
        ByteBuffer answer = transfer(length, command);
        if (answer.getInt(0) != 1) {
            throw new IOException("status " + Integer.toHexString(answer.getInt(0)));
        }
        return answer.slice(4, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    void write(byte[] data, int... command) throws IOException {
        byte[] header = usb(0, data.length, bytes(command));
        byte[] all = Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, all, header.length, data.length);
        request(all, 4);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    // Commands of the probe

    int enter() throws IOException {
        return status(read(2, 0xF2, 0x30, 0xA3));
    }

    static int status(ByteBuffer answer) {
        return answer.get(0) & 0xFF;
    }

    int readDebug(int address) throws IOException {
        return read(8, with(address, 0xF2, 0x36)).getInt(4);
    }

    int writeDebug(int address, int value) throws IOException {
        int[] command = Arrays.copyOf(with(address, 0xF2, 0x35), 10);
        System.arraycopy(with(value), 0, command, 6, 4);
        return status(read(2, command));
    }

    int register(int number) throws IOException {
        return read(8, 0xF2, 0x33, number).getInt(4);
    }

    void register(int number, int value) throws IOException {
        read(2, with(value, 0xF2, 0x34, number));
    }

    ByteBuffer readMemory(int command, int address, int bytes) throws IOException {
        return read(Math.max(2, bytes), memory(command, address, bytes));
    }

    void writeMemory(int command, int address, int... data) throws IOException {
        write(bytes(data), memory(command, address, data.length));
    }

    private static int[] memory(int command, int address, int bytes) {
        int[] all = Arrays.copyOf(with(address, 0xF2, command), 8);
        all[6] = bytes;
        all[7] = bytes >>> 8;
        return all;
    }

    /** Returns the status of the last access to memory in the low word, and its address in the high one. */
    long lastStatus() throws IOException {
        return read(12, 0xF2, 0x3E).getLong(0);
    }

    void nrst(int level) throws IOException {
        read(2, 0xF2, 0x3C, level);
    }

    ByteBuffer readDap(int port, int register) throws IOException {
        return read(8, 0xF2, 0x45, port, port >>> 8, register, 0);
    }

    int writeDap(int port, int register, int value) throws IOException {
        return status(read(2, with(value, 0xF2, 0x46, port, port >>> 8, register, 0)));
    }

    private static int[] with(int word, int... before) {
        int[] all = Arrays.copyOf(before, before.length + 4);
        for (int i = 0; i < 4; i++) {
            all[before.length + i] = word >>> 8 * i;
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
