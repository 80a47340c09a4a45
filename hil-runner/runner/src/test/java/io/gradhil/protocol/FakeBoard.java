package io.gradhil.protocol;

import io.gradhil.core.BuildId;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareId;
import io.gradhil.link.ByteLink;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A board in memory that answers HELLO by itself and everything else as a test has scripted it; silent without script. */
final class FakeBoard implements ByteLink {
    /** Says which bytes a board sends after a request. */
    interface Answer {
        byte[] to(Frame request);
    }

    static final FirmwareId ID =
            new FirmwareId(Hello.PROTOCOL_VERSION, new BuildId("000102030405060708090a0b0c0d0e0f"));
    static final Answer SILENCE = request -> new byte[0];

    private final Queue<Answer> script = new ArrayDeque<>();
    private final Queue<Answer> helloScript = new ArrayDeque<>();
    private final List<Frame> received = new ArrayList<>();
    private final LinkedBlockingQueue<byte[]> outbox = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    int version = Hello.PROTOCOL_VERSION;
    int resetCauses = 1;
    int resetCount = 0;
    int[] crash = new int[10];
    int crashCount = 0;
    int baud = 0;

    /** Whether it answers SYNC, which it does not count among the requests it notes. */
    boolean syncs = true;

    private int next;

    /** Scripts the answers to the next requests other than HELLO. */
    FakeBoard then(Answer... answers) {
        script.addAll(Arrays.asList(answers));
        return this;
    }

    /** Scripts the answers to the next HELLOs. */
    FakeBoard thenHello(Answer... answers) {
        helloScript.addAll(Arrays.asList(answers));
        return this;
    }

    /** Returns all frames that the host has sent, HELLO included. */
    List<Frame> received() {
        return received;
    }

    /** Returns the frames of a type that the host has sent. */
    List<Frame> received(MessageType type) {
        return received.stream().filter(frame -> frame.type() == type.request()).toList();
    }

    static Answer reply(byte... payload) {
        return request -> wire(new Frame(request.type() | 0x80, request.sequence(), request.nonce(), payload));
    }

    static Answer error(int code, int a, int b) {
        return request -> wire(new Frame(0xFF, request.sequence(), request.nonce(), errorPayload(code, a, b)));
    }

    /** The board could not read the request, and expects it still. */
    static Answer unreadable(int code, int a, int b) {
        return request -> wire(new Frame(0xFF, request.sequence(), request.nonce(), errorPayload(code, a, b)));
    }

    /** The answer with one bit of its first payload byte flipped on the way. */
    static Answer damaged(Answer answer) {
        return request -> {
            byte[] bytes = answer.to(request);
            bytes[bytes.length - 2] ^= (byte) (bytes[bytes.length - 2] == 1 ? 2 : 1);
            return bytes;
        };
    }

    static Answer both(Answer first, Answer second) {
        return request -> concat(first.to(request), second.to(request));
    }

    static Answer raw(byte... bytes) {
        return request -> bytes;
    }

    static byte[] wire(Frame frame) {
        return FrameCodec.encode(frame);
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] errorPayload(int code, int a, int b) {
        return little(12)
                .putShort((short) code)
                .putShort((short) 0)
                .putInt(a)
                .putInt(b)
                .array();
    }

    byte[] helloPayload() {
        ByteBuffer payload = little(108).putShort((short) version).putShort((short) 1024);
        for (int i = 0; i < 16; i++) {
            payload.put((byte) i);
        }
        for (int i = 0; i < 12; i++) {
            payload.put((byte) (0xA0 + i));
        }
        payload.putInt(100_000_000).putInt(98304).putInt(2048).putShort((short) 16);
        payload.putShort((short) resetCauses).putInt(resetCount);
        for (int word : crash) {
            payload.putInt(word);
        }
        payload.putInt(crashCount)
                .putShort((short) 8)
                .putShort((short) 32)
                .putInt(3840)
                .putInt(baud);
        return payload.array();
    }

    @Override
    public void write(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                pending.write(value);
            } else if (pending.size() > 0) {
                receive(pending.toByteArray());
                pending.reset();
            }
        }
    }

    private void receive(byte[] encoded) {
        try {
            Frame frame = FrameCodec.decode(encoded, encoded.length);
            if (frame.type() == MessageType.SYNC.request()) {
                outbox.add(syncs ? sync(frame) : new byte[0]);
                return;
            }
            received.add(frame);
            next = frame.sequence() + 1;
            outbox.add(answer(frame).to(frame));
        } catch (UnreadableFrameException e) {
            throw new AssertionError("The host sent what is no frame", e);
        }
    }

    /** Says that everything it has noted was executed. */
    private byte[] sync(Frame frame) {
        byte[] state = little(4).putShort((short) next).array();
        return wire(new Frame(MessageType.SYNC.reply(), frame.sequence(), frame.nonce(), state));
    }

    private Answer answer(Frame frame) {
        if (frame.type() == MessageType.HELLO.request()) {
            return helloScript.isEmpty() ? reply(helloPayload()) : helloScript.remove();
        }
        return script.isEmpty() ? SILENCE : script.remove();
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        try {
            byte[] bytes = outbox.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (bytes == null) {
                return 0;
            }
            if (bytes.length == 0) {
                return read(into, deadline);
            }
            System.arraycopy(bytes, 0, into, 0, bytes.length);
            return bytes.length;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {}
}
