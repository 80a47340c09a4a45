package io.gradhil.reference;

import io.gradhil.reference.layer.Activation;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Describes a dense layer.
 *
 * @param outputs number of units, 1 to 65535
 * @param activation applied to every unit, never null
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record LayerSpec(int outputs, Activation activation) {

    /** Largest number of inputs or units: sizes travel as 16 bits. */
    static final int MAX_SIZE = 65535;

    /**
     * Check the size.
     *
     * @throws IllegalArgumentException if {@code outputs} is out of range
     */
    public LayerSpec {
        requireSize("Number of outputs", outputs);
        Objects.requireNonNull(activation, "activation");
    }

    static void requireSize(String name, int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException(name + " " + size + " is not valid; it must be 1 to " + MAX_SIZE + ".");
        }
    }
}
