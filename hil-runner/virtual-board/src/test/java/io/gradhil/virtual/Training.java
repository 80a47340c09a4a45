package io.gradhil.virtual;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Trains 4-64-32-16-1 on random rows, as {@code firmware/PROTOCOL.md} has it. */
final class Training {
    static final int CONFIGURE = 0x03;
    static final int WRITE = 0x04;
    static final int READ = 0x05;
    static final int BATCH = 0x06;
    static final int STEP = 0x07;
    static final int STATS = 0x09;
    static final int PARAMETERS = 2945;
    static final int ROWS = 32;

    private static final int[] LAYERS = {64, 32, 16, 1};
    private static final int INPUTS = 4;
    private static final int IN_A_FRAME = 250;

    private final SplittableRandom random;

    Training(long seed) {
        random = new SplittableRandom(seed);
    }

    static byte[] configure() {
        ByteBuffer request = FirmwareHost.little(34 + 4 * LAYERS.length)
                .put((byte) LAYERS.length)
                .putFloat(4, 0.01f)
                .putShort(32, (short) INPUTS)
                .position(34);
        for (int outputs : LAYERS) {
            request.putShort((short) outputs).put((byte) (outputs == 1 ? 0 : 1)).put((byte) 0);
        }
        return request.array();
    }

    /** Returns the WRITE request for the parameters from {@code offset} on, as many as a frame takes. */
    byte[] write(int offset) {
        int count = Math.min(IN_A_FRAME, PARAMETERS - offset);
        ByteBuffer request = FirmwareHost.little(4 + 4 * count).putInt(offset);
        for (int k = 0; k < count; k++) {
            request.putFloat((float) (random.nextDouble() - 0.5) * 0.4f);
        }
        return request.array();
    }

    /** Returns a BATCH request of {@value #ROWS} rows. */
    byte[] batch() {
        int count = ROWS * (INPUTS + 1);
        ByteBuffer request = FirmwareHost.little(8 + 4 * count).putInt(ROWS).putInt(0);
        for (int k = 0; k < count; k++) {
            request.putFloat((float) random.nextDouble());
        }
        return request.array();
    }

    /** Returns the READ request for the gradients from {@code offset} on, as many as a frame takes. */
    static byte[] readGradients(int offset) {
        int count = Math.min(256, PARAMETERS - offset);
        return FirmwareHost.little(12).putInt(1).putInt(offset).putInt(count).array();
    }

    void prepare(FirmwareHost host) {
        host.request(CONFIGURE, configure());
        for (int offset = 0; offset < PARAMETERS; offset += IN_A_FRAME) {
            host.request(WRITE, write(offset));
        }
    }
}
