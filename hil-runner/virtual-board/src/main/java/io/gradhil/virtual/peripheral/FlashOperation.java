package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.Memory;
import java.util.random.RandomGenerator;

/** What the flash is busy with. */
abstract class FlashOperation {
    private static final int ERASED = 0xFF;

    /** Not busy. */
    static final FlashOperation NONE = new FlashOperation() {
        @Override
        void apply(Memory memory) {}
    };

    /** Changes the memory as the operation does when it completes. */
    abstract void apply(Memory memory);

    /** Changes the memory as the operation does when it ends early; {@code done} from 0 to 1. */
    void applyPartly(Memory memory, double done, RandomGenerator random) {}

    /** Tells whether FLASH_CR.STRT is set meanwhile. */
    boolean strt() {
        return false;
    }

    /** Programming clears bits; it cannot set any. */
    static FlashOperation program(int offset, int bytes, int value) {
        return new FlashOperation() {
            @Override
            void apply(Memory memory) {
                memory.write(offset, bytes, memory.read(offset, bytes) & value);
            }

            @Override
            void applyPartly(Memory memory, double done, RandomGenerator random) {
                int kept = 0;
                for (int bit = 0; bit < 8 * bytes; bit++) {
                    kept |= random.nextDouble() >= done ? 1 << bit : 0;
                }
                memory.write(offset, bytes, memory.read(offset, bytes) & (value | kept));
            }
        };
    }

    /** Erasing sets bits. */
    static FlashOperation erase(int offset, int bytes) {
        return new FlashOperation() {
            @Override
            void apply(Memory memory) {
                memory.fill(offset, bytes, ERASED);
            }

            @Override
            void applyPartly(Memory memory, double done, RandomGenerator random) {
                byte[] content = memory.copy(offset, bytes);
                for (int i = 0; i < bytes; i++) {
                    for (int bit = 0; bit < 8; bit++) {
                        content[i] |= (byte) (random.nextDouble() < done ? 1 << bit : 0);
                    }
                }
                memory.write(offset, content);
            }

            @Override
            boolean strt() {
                return true;
            }
        };
    }

    /** Programs the option bytes; broken off, they keep their former values. */
    static FlashOperation options(Runnable program) {
        return new FlashOperation() {
            @Override
            void apply(Memory memory) {
                program.run();
            }
        };
    }
}
