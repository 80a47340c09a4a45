package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** What a USART's pins lead to. */
@API(status = API.Status.INTERNAL, since = "0.1")
@FunctionalInterface
public interface SerialLine {
    /** Takes a character whose stop bits have left. */
    void sent(SerialFrame frame);

    /** Tells whether the start bit of a character to the USART has begun and its stop bit has not ended. */
    default boolean isReceiving() {
        return false;
    }
}
