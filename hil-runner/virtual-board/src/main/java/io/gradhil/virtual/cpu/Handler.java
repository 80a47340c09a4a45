package io.gradhil.virtual.cpu;

/** Executes one operation. */
@FunctionalInterface
interface Handler {
    /** Carries out {@code i} on {@code c}. {@code c.pc} already points behind it, {@code c.r[15]} is its address plus 4. */
    void execute(Core c, Instruction i);

    /** Returns a handler that does the same and then clears the low two bits of SP, as SP does itself (B1.4.1). */
    static Handler aligningSp(Handler handler) {
        return (c, i) -> {
            handler.execute(c, i);
            c.r[Core.SP] &= ~3;
        };
    }
}
