package io.gradhil.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apiguardian.api.API;

/** CRC-32 of parameters over their little-endian float32 bytes, as STEP replies it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ParameterCrc {
    private ParameterCrc() {}

    /** Returns the CRC-32 of all parameters, in order. */
    public static int of(float[] parameters) {
        ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
