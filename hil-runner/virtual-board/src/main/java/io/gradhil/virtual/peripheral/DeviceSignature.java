package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * System memory, OTP and electronic signature, 0x1FFF0000 to 0x1FFF7A2F (RM0383 3.3, 24.1, 24.2). ST's boot loader is not there; the OTP area
 * is as delivered: all ones.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class DeviceSignature implements Device {
    /** First address. */
    public static final int BASE = 0x1FFF0000;

    /** Bytes of the area. */
    public static final int BYTES = 0x7A30;

    private static final int OTP = 0x7800;
    private static final int UID = 0x7A10;
    private static final int FLASH_SIZE = 0x7A22;
    private static final int UID_BYTES = 12;

    private final byte[] content = new byte[BYTES];

    /**
     * Creates a signature.
     *
     * @param uid 12 bytes
     */
    public DeviceSignature(byte[] uid) {
        if (uid.length != UID_BYTES) {
            throw new IllegalArgumentException("A unique ID has 12 bytes, not " + uid.length);
        }
        Arrays.fill(content, (byte) 0xFF);
        System.arraycopy(uid, 0, content, UID, UID_BYTES);
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putShort(FLASH_SIZE, (short)
                (FlashSectors.BYTES / 1024));
    }

    @Override
    public int read(int offset, int bytes) {
        if (offset < OTP) {
            throw new UnmodelledAccessException("System memory", BASE + offset, false, 0);
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (content[offset + i] & 0xFF) << 8 * i;
        }
        return value;
    }

    @Override
    public void write(int offset, int bytes, int value) {
        if (offset >= OTP && offset < UID) {
            throw new UnmodelledAccessException("OTP area", BASE + offset, true, value);
        }
        throw new BusFaultException("system memory is read-only");
    }
}
