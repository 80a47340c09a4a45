package io.gradhil.cost;

import io.gradhil.core.Deadline;
import io.gradhil.link.ByteLink;
import io.gradhil.virtual.VirtualNucleo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A virtual board that runs within {@link #read}; on request instruction by instruction, so that each can be counted. */
final class CountingLink implements ByteLink {
    private static final int PC = 15;

    /** Of virtual time; a batch and its step take less than one. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final VirtualNucleo board;
    private final Map<Integer, Cost> byAddress = new HashMap<>();
    private boolean counting;

    CountingLink(VirtualNucleo board) {
        this.board = board;
    }

    String describe() {
        return board.describe();
    }

    void count(boolean on) {
        counting = on;
    }

    /** Returns what has been counted, by address of the instruction. An exception's entry counts for what it interrupts. */
    Map<Integer, Cost> counted() {
        return byAddress;
    }

    @Override
    public void write(byte[] bytes) {
        board.serial().send(bytes);
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        if (counting) {
            countUntilReply();
        } else {
            board.runUntil(() -> board.serial().received() > 0, PATIENCE);
        }
        byte[] bytes = board.serial().receive();
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        return bytes.length;
    }

    private void countUntilReply() {
        long end = board.picoseconds() + PATIENCE.toNanos() * 1000;
        while (board.serial().received() == 0 && board.picoseconds() < end) {
            int address = board.core().register(PC);
            boolean asleep = board.core().isSleeping();
            long before = board.cycles();
            board.step();
            if (!asleep) {
                byAddress.merge(address, new Cost(1, board.cycles() - before), Cost::plus);
            }
        }
    }

    @Override
    public void close() {
        board.powerOff();
    }
}
