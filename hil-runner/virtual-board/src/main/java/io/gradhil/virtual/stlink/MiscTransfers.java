package io.gradhil.virtual.stlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A list of mixed transfers in one command (0x51, answered by 0x52): a byte for what each item is, padded to whole words, then a word for each item. The answer
 * has a word of data and then a word of status for each item.
 */
final class MiscTransfers {
    private static final int ADDRESS = 1;
    private static final int WRITE = 2;
    private static final int READ = 3;

    private final DebugPort port;
    private final ByteBuffer data;
    private int address;

    MiscTransfers(DebugPort port, ByteBuffer data) {
        this.port = port;
        this.data = data;
    }

    byte[] run(int items) {
        ByteBuffer answer = ByteBuffer.allocate(8 * items).order(ByteOrder.LITTLE_ENDIAN);
        int values = items + 3 & ~3;
        for (int i = 0; i < items; i++) {
            ProbeStatus status = ProbeStatus.OK;
            try {
                answer.putInt(4 * i, item(data.get(i), data.getInt(values + 4 * i)));
            } catch (ProbeException e) {
                status = e.status;
                port.clearError();
            }
            answer.putInt(4 * (items + i), status.code);
        }
        return answer.array();
    }

    private int item(int kind, int value) {
        switch (kind) {
            case ADDRESS -> address = value;
            case WRITE -> port.write(address, 4, value);
            case READ -> {
                return port.read(value, 4);
            }
            default -> {}
        }
        return 0;
    }
}
