package io.gradhil.flash;

import java.util.List;

/** How the debug probe connects to the chip. */
enum Connection {
    /** As the configuration says. */
    CONFIGURED("as configured"),
    /**
     * While the chip is held in reset, so that its firmware cannot interfere, and slowly, against bad wiring. The
     * configuration's own changes of the clock at a reset are taken out.
     */
    UNDER_RESET_SLOW(
            "connecting under reset at 480 kHz",
            "reset_config connect_assert_srst",
            "[target current] configure -event reset-start {adapter speed 480}",
            "[target current] configure -event reset-init {}",
            "adapter speed 480");

    private final String words;
    private final List<String> commands;

    Connection(String words, String... commands) {
        this.words = words;
        this.commands = List.of(commands);
    }

    List<String> commands() {
        return commands;
    }

    @Override
    public String toString() {
        return words;
    }
}
