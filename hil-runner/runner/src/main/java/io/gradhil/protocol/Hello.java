package io.gradhil.protocol;

import io.gradhil.core.BuildId;
import io.gradhil.core.CrashRecord;
import io.gradhil.core.FirmwareId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a board says of itself in HELLO.
 *
 * @param firmware protocol version and build id
 * @param uid the chip's unique id, 24 hex digits, zeros where there is none
 * @param clockHz frequency of the cycle counter
 * @param arenaBytes memory for networks
 * @param rxBytes size of the receive buffer
 * @param maxLayers most layers that a network may have
 * @param resetCauses why the board was last reset, potentially empty (unknown)
 * @param resetCount resets since power-on
 * @param crashCount crashes since power-on
 * @param crash the last crash since power-on, or empty
 * @param window requests that may be on their way
 * @param maxColumns numbers per sample that can be sent as codes of 16 bits
 * @param credit bytes that may be on their way to the board
 * @param baud rate of its serial port, 0 if it has none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Hello(
        FirmwareId firmware,
        String uid,
        long clockHz,
        int arenaBytes,
        int rxBytes,
        int maxLayers,
        List<String> resetCauses,
        long resetCount,
        long crashCount,
        Optional<CrashRecord> crash,
        int window,
        int maxColumns,
        int credit,
        int baud) {
    /** Rate of every board after a reset. */
    public static final int BAUD_AFTER_RESET = 115_200;

    static final int PROTOCOL_VERSION = 4;

    /** Length of the part that all protocol versions share. */
    static final int COMMON_BYTES = 20;

    static final int BYTES = 108;

    private static final int UID_BYTES = 12;

    private static final List<String> RESET_CAUSES = List.of(
            "power-on", "reset pin", "software", "independent watchdog", "window watchdog", "low-power", "brown-out");

    /** Reads the part of a reply that all protocol versions share. */
    static FirmwareId firmware(ByteBuffer reply) {
        int version = Short.toUnsignedInt(reply.getShort(0));
        return new FirmwareId(version, BuildId.of(bytes(reply, 4, 16), 0));
    }

    /** Reads a reply of this protocol version. */
    static Hello of(ByteBuffer reply) {
        String uid = HexFormat.of().formatHex(bytes(reply, COMMON_BYTES, UID_BYTES));
        return new Hello(
                firmware(reply),
                uid,
                Integer.toUnsignedLong(reply.getInt(32)),
                reply.getInt(36),
                reply.getInt(40),
                Short.toUnsignedInt(reply.getShort(44)),
                causes(reply.getShort(46)),
                Integer.toUnsignedLong(reply.getInt(48)),
                Integer.toUnsignedLong(reply.getInt(92)),
                crash(reply),
                Short.toUnsignedInt(reply.getShort(96)),
                Short.toUnsignedInt(reply.getShort(98)),
                reply.getInt(100),
                reply.getInt(104));
    }

    private static byte[] bytes(ByteBuffer reply, int from, int count) {
        byte[] copy = new byte[count];
        reply.get(from, copy);
        return copy;
    }

    private static List<String> causes(int bits) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < RESET_CAUSES.size(); bit++) {
            if ((bits >> bit & 1) != 0) {
                names.add(RESET_CAUSES.get(bit));
            }
        }
        return List.copyOf(names);
    }

    private static Optional<CrashRecord> crash(ByteBuffer reply) {
        ByteBuffer words = reply.duplicate().order(reply.order()).position(52);
        int exception = words.getInt();
        CrashRecord record = new CrashRecord(
                exception,
                words.getInt(),
                words.getInt(),
                words.getInt(),
                words.getInt(),
                words.getInt(),
                words.getInt(),
                words.getInt(),
                words.getInt(),
                words.getInt());
        return exception == 0 ? Optional.empty() : Optional.of(record);
    }

    /** Tells whether the board has crashed since it said {@code before}. */
    boolean crashedAfter(Hello before) {
        return crashCount != before.crashCount;
    }

    /** Tells whether nothing has reset the board since it got its power: with a session lost, it had none meanwhile. */
    boolean isAsAfterPowerOn() {
        return resetCount == 0 && resetCauses.contains("power-on");
    }

    /** Returns the causes of the last reset in words. */
    public String resetCause() {
        return resetCauses.isEmpty() ? "unknown" : String.join(", ", resetCauses);
    }
}
