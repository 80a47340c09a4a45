package io.gradhil.training;

import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.ParameterLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * Gradients of which only their bits' equality with others matters: a CRC-32 for each parameter, over the little-endian float32
 * bytes of its gradients. Two digests are equal if parameters and CRCs are.
 *
 * @param crcs by parameter name such as "dense1.weight", in the network's order; each such as "0x9AE0DAAF"; not modifiable
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record GradientDigest(Map<String, String> crcs) {
    public GradientDigest {
        crcs = Collections.unmodifiableMap(new LinkedHashMap<>(crcs));
    }

    /** Returns the digest of gradients that were read, numbered as the layout says. */
    public static GradientDigest of(ParameterLayout layout, float[] gradients) {
        int[] crcs = layout.blocks().stream()
                .mapToInt(block ->
                        ParameterCrc.of(Arrays.copyOfRange(gradients, block.offset(), block.offset() + block.size())))
                .toArray();
        return ofCrcs(layout, crcs);
    }

    /** Names what DIGEST replied: for each layer the CRC of the weights' gradients and that of the biases'. */
    static GradientDigest ofCrcs(ParameterLayout layout, int[] crcs) {
        Map<String, String> named = new LinkedHashMap<>();
        int next = 0;
        for (ParameterBlock block : layout.blocks()) {
            named.put(block.name(), String.format(Locale.ROOT, "0x%08X", crcs[next++]));
        }
        return new GradientDigest(named);
    }
}
