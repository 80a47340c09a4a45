package io.gradhil.virtual.bus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * Plain little-endian memory. Whoever caches what was derived from the contents (decoded instructions, translated blocks) watches
 * pages and is told of each write to them, whoever writes: the core, a DMA stream, the flash controller, a debugger, a fault. So is
 * whoever has put off reading them.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Memory implements Device {
    /** log2 of the bytes of a watched page: as many as an instruction stores at most, so that two pages hold all of them. */
    public static final int PAGE_SHIFT = 7;

    private static final int CODE = 1;
    private static final int READER = 2;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    /** For each page {@link #CODE} if it is watched, and {@link #READER} for each that has put off reading it. */
    private final byte[] watched;

    private Watcher watcher = (offset, count) -> {};
    private Runnable readers = () -> {};

    /** Learns of writes to pages that are watched. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    @FunctionalInterface
    public interface Watcher {
        /** Called after {@code count} bytes from {@code offset} on have changed, or may have. */
        void changed(int offset, int count);
    }

    /** Creates zeroed memory of {@code size} bytes, a multiple of 4. */
    public Memory(int size) {
        bytes = new byte[size];
        watched = new byte[(size >>> PAGE_SHIFT) + 1];
    }

    /** Returns the size in bytes. */
    public int size() {
        return bytes.length;
    }

    /** Returns the byte at {@code offset}, zero-extended. */
    public int read8(int offset) {
        return bytes[offset] & 0xFF;
    }

    /** Returns the half-word at {@code offset}, which need not be aligned, zero-extended. */
    public int read16(int offset) {
        return (short) SHORTS.get(bytes, offset) & 0xFFFF;
    }

    /** Returns the word at {@code offset}, which need not be aligned. */
    public int read32(int offset) {
        return (int) INTS.get(bytes, offset);
    }

    /** Writes a byte. */
    public void write8(int offset, int value) {
        int watch = watched[offset >>> PAGE_SHIFT];
        if (watch >= READER) {
            readers.run();
        }
        bytes[offset] = (byte) value;
        if (watch != 0) {
            watcher.changed(offset, 1);
        }
    }

    /** Writes a half-word; {@code offset} need not be aligned. */
    public void write16(int offset, int value) {
        int watch = watched[offset >>> PAGE_SHIFT] | watched[(offset + 1) >>> PAGE_SHIFT];
        if (watch >= READER) {
            readers.run();
        }
        SHORTS.set(bytes, offset, (short) value);
        if (watch != 0) {
            watcher.changed(offset, 2);
        }
    }

    /** Writes a word; {@code offset} need not be aligned. */
    public void write32(int offset, int value) {
        int watch = watched[offset >>> PAGE_SHIFT] | watched[(offset + 3) >>> PAGE_SHIFT];
        if (watch >= READER) {
            readers.run();
        }
        INTS.set(bytes, offset, value);
        if (watch != 0) {
            watcher.changed(offset, 4);
        }
    }

    @Override
    public int read(int offset, int width) {
        return width == 4 ? read32(offset) : width == 2 ? read16(offset) : read8(offset);
    }

    @Override
    public void write(int offset, int width, int value) {
        if (width == 4) {
            write32(offset, value);
        } else if (width == 2) {
            write16(offset, value);
        } else {
            write8(offset, value);
        }
    }

    /** Copies {@code data} to {@code offset}. */
    public void write(int offset, byte[] data) {
        System.arraycopy(data, 0, bytes, offset, data.length);
        tell(offset, data.length);
    }

    /** Sets {@code count} bytes from {@code offset} on to {@code value}; an erased sector is filled with 0xFF. */
    public void fill(int offset, int count, int value) {
        Arrays.fill(bytes, offset, offset + count, (byte) value);
        tell(offset, count);
    }

    /** Returns a copy of {@code count} bytes from {@code offset} on. */
    public byte[] copy(int offset, int count) {
        return Arrays.copyOfRange(bytes, offset, offset + count);
    }

    /** Names who is told of writes to watched pages; at most one, the core. */
    public void watcher(Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** Watches the page of {@code offset} from now on. */
    public void watch(int offset) {
        watched[offset >>> PAGE_SHIFT] |= CODE;
    }

    /** Names who is told before a page is written that somebody has put off reading; at most one, the chip. */
    public void readers(Runnable newReaders) {
        readers = newReaders;
    }

    /** Notes that somebody has put off reading bytes, or no longer has, as often as it was noted. */
    public void putOffReading(int offset, int count, boolean begins) {
        for (int page = offset >>> PAGE_SHIFT; page <= offset + count - 1 >>> PAGE_SHIFT; page++) {
            watched[page] += (byte) (begins ? READER : -READER);
        }
    }

    /** Returns for each page 0, or something else if a write to it must be told of; for fast looking, never write to it. */
    public byte[] watchedPages() {
        return watched;
    }

    /** Returns the contents themselves, for fast access; write to it only on pages that nobody watches. */
    public byte[] contents() {
        return bytes;
    }

    private void tell(int offset, int count) {
        if (count > 0) {
            watcher.changed(offset, count);
        }
    }
}
