package io.gradhil.virtual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32;

/** Speaks {@code firmware/PROTOCOL.md} to the firmware on a virtual board: just enough to see that it lives. */
final class FirmwareHost {
    static final int HELLO = 0x01;
    static final int ECHO = 0x02;
    static final int RESET = 0x0A;
    static final int FAULT = 0x0B;

    private static final int HSI_HZ = 16_000_000;
    private static final int NONCE = 0x600DF00D;
    private static final int HEADER_BYTES = 8;
    private static final int CRC_BYTES = 4;

    private final VirtualNucleo board;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private short sequence;

    FirmwareHost(VirtualNucleo board) {
        this.board = board;
    }

    /** Returns the image that was built last, or the one that is committed. */
    static byte[] image() {
        try {
            return Files.readAllBytes(
                    Path.of(System.getProperty("gradhil.root"), "firmware/prebuilt/gradhil-f411re.elf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FirmwareHost start() {
        return start(new VirtualNucleo());
    }

    static FirmwareHost start(VirtualNucleo board) {
        board.load(image());
        board.powerOn();
        return new FirmwareHost(board);
    }

    VirtualNucleo board() {
        return board;
    }

    /** Waits until the firmware listens: a byte that comes while it starts is lost. */
    ByteBuffer hello() {
        board.runUntil(board::isIdle, Duration.ofSeconds(1));
        return request(HELLO, new byte[] {1, 0, 0, 0});
    }

    /** Runs the board until it has been reset: its clock is that of the HSI again. */
    FirmwareHost afterReset() {
        Stop stop = board.runUntil(() -> board.coreHz() == HSI_HZ, Duration.ofSeconds(10));
        if (stop != Stop.CONDITION) {
            throw new AssertionError("No reset; the board is " + board.describe());
        }
        return this;
    }

    /** Sends a request and returns the payload of its reply. */
    ByteBuffer request(int type, byte[] payload) {
        send(type, payload);
        ByteBuffer reply = reply(Duration.ofSeconds(10))
                .orElseThrow(() -> new AssertionError("No reply; the board is " + board.describe()));
        if ((reply.get(0) & 0xFF) != (type | 0x80)) {
            throw new AssertionError(
                    "Reply of type " + (reply.get(0) & 0xFF) + " to " + type + ", code " + reply.getShort(8));
        }
        return reply.position(HEADER_BYTES)
                .limit(reply.limit() - CRC_BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    void send(int type, byte[] payload) {
        board.serial().send(frame(type, payload, ++sequence));
    }

    static byte[] frame(int type, byte[] payload, int sequence) {
        ByteBuffer plain = little(HEADER_BYTES + payload.length + CRC_BYTES);
        plain.put((byte) type)
                .put((byte) 0)
                .putShort((short) sequence)
                .putInt(NONCE)
                .put(payload);
        plain.putInt(crc(plain.array(), HEADER_BYTES + payload.length));
        return encode(plain.array());
    }

    /** Runs the board until a whole frame has come. */
    Optional<ByteBuffer> reply(Duration atMost) {
        long end = board.picoseconds() + atMost.toNanos() * 1000;
        while (board.picoseconds() < end) {
            board.runUntil(() -> board.serial().received() > 0, Duration.ofMillis(100));
            for (byte b : board.serial().receive()) {
                if (b != 0) {
                    frame.write(b);
                } else if (frame.size() > 0) {
                    return Optional.of(decode());
                }
            }
        }
        return Optional.empty();
    }

    private ByteBuffer decode() {
        ByteBuffer plain = ByteBuffer.wrap(cobsDecode(frame.toByteArray())).order(ByteOrder.LITTLE_ENDIAN);
        frame.reset();
        int body = plain.limit() - CRC_BYTES;
        if (plain.getInt(body) != crc(plain.array(), body)) {
            throw new AssertionError("Bad CRC");
        }
        return plain;
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }

    private static byte[] encode(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int begin = 0;
        for (int i = 0; i <= plain.length; i++) {
            if (i - begin == 254) {
                out.write(255);
                out.write(plain, begin, 254);
                begin = i;
            }
            if (i == plain.length || plain[i] == 0) {
                out.write(i - begin + 1);
                out.write(plain, begin, i - begin);
                begin = i + 1;
            }
        }
        out.write(0);
        return out.toByteArray();
    }

    private static byte[] cobsDecode(byte[] encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length; ) {
            int code = encoded[i] & 0xFF;
            out.write(encoded, i + 1, code - 1);
            i += code;
            if (code < 255 && i < encoded.length) {
                out.write(0);
            }
        }
        return out.toByteArray();
    }
}
