package io.gradhil.virtual.cpu;

/** Executes an image that begins at 0x08000000; the same test runs on QEMU and on the core. */
interface Machine {
    /** Returns what the program wrote to its only file, by semihosting, until it exited. */
    byte[] run(byte[] image);
}
