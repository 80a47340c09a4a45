package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.VirtualTime;
import org.apiguardian.api.API;

/** A peripheral's request to move data to its register, a level, on each stream that it leads to. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface DmaRequest {
    /**
     * Asks for an item, or no longer.
     *
     * @param quietly whether the peripheral interrupts nobody when an item comes
     */
    void set(boolean asserted, boolean quietly);

    /** Returns how many items can move before the program hears of it from a stream, {@link VirtualTime#NEVER} if it never will. */
    long quietItems();

    /** Returns a request that leads to two streams. */
    static DmaRequest both(DmaRequest one, DmaRequest other) {
        return new DmaRequest() {
            @Override
            public void set(boolean asserted, boolean quietly) {
                one.set(asserted, quietly);
                other.set(asserted, quietly);
            }

            @Override
            public long quietItems() {
                return Math.min(one.quietItems(), other.quietItems());
            }
        };
    }
}
