package io.gradhil.virtual;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Images of a few instructions at the beginning of the flash. */
public final class Programs {
    private static final int HEADERS = 52 + 32;
    private static final int VECTORS = 8;
    private static final int FLASH = 0x08000000;
    private static final int STACK = 0x20001000;

    private Programs() {}

    /** Returns an image of Thumb half-words, in hexadecimal, behind a vector table that begins with them. */
    public static byte[] elf(String... halfWords) {
        int bytes = VECTORS + 2 * halfWords.length;
        ByteBuffer elf = ByteBuffer.allocate(HEADERS + bytes).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464C457F).put(4, (byte) 1).put(5, (byte) 1);
        elf.putShort(16, (short) 2).putShort(18, (short) 40);
        elf.putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 1);
        elf.putInt(52, 1).putInt(56, HEADERS).putInt(60, FLASH).putInt(64, FLASH);
        elf.putInt(68, bytes).putInt(72, bytes);
        elf.position(HEADERS);
        elf.putInt(STACK).putInt(FLASH + VECTORS | 1);
        for (String halfWord : halfWords) {
            elf.putShort((short) Integer.parseInt(halfWord, 16));
        }
        return elf.array();
    }
}
