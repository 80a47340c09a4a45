package io.gradhil.virtual.cpu;

/** What the core tells the debug logic. */
interface DebugEvents {
    DebugEvents NONE = new DebugEvents() {
        @Override
        public boolean breakpoint() {
            return false;
        }

        @Override
        public void taken(int exception) {}

        @Override
        public boolean masks(int exception) {
            return false;
        }
    };

    /** BKPT was executed; returns false if nobody cares. */
    boolean breakpoint();

    /** An exception was taken: vector catch. */
    void taken(int exception);

    /** Tells whether DHCSR.C_MASKINTS keeps {@code exception} pending. */
    boolean masks(int exception);
}
