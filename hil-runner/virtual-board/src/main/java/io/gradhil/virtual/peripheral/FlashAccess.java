package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** Hears how long the flash takes to answer the core. */
@API(status = API.Status.INTERNAL, since = "0.1")
@FunctionalInterface
public interface FlashAccess {
    /** FLASH_ACR changed: wait states, and whether both caches are on. */
    void changed(int waitStates, boolean caches);
}
