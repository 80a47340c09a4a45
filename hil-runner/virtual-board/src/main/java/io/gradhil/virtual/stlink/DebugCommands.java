package io.gradhil.virtual.stlink;

import io.gradhil.virtual.VirtualNucleo;
import java.nio.ByteBuffer;

/**
 * The commands of an ST-LINK's debug mode, 0xF2 and a second byte, of firmware V2J32 and later. The answers are what OpenOCD and ST's own tools
 * expect; commands are numbered as in OpenOCD's driver. For the board's thread.
 */
final class DebugCommands {
    private static final int DHCSR = 0xE000EDF0;
    private static final int DCRSR = 0xE000EDF4;
    private static final int DCRDR = 0xE000EDF8;
    private static final int AIRCR = 0xE000ED0C;
    private static final int SYSRESETREQ = 0x05FA0004;
    private static final int DEBUG_KEY = 0xA05F0000;
    private static final int REGWNR = 1 << 16;
    private static final int DEBUG_PORT = 0xFFFF;
    private static final int ENTER_SWD = 0xA3;
    private static final int MOST_MISC_ITEMS = 64;
    private static final int FASTEST_HZ = 4_000_000;

    private final VirtualNucleo board;
    private final DebugPort port;
    private boolean inDebugMode;
    private int swdHz = FASTEST_HZ;
    private ProbeStatus lastStatus = ProbeStatus.OK;
    private int lastAddress;
    private byte[] miscAnswer = {};

    DebugCommands(VirtualNucleo board) {
        this.board = board;
        port = new DebugPort(board);
    }

    boolean isInDebugMode() {
        return inDebugMode;
    }

    int swdHz() {
        return swdHz;
    }

    /** The probe was unplugged: it forgets its mode and lets NRST go. */
    void reset() {
        inDebugMode = false;
        swdHz = FASTEST_HZ;
        board.holdReset(false);
    }

    /**
     * Executes a command.
     *
     * @param command 16 bytes, little-endian, of which the first is 0xF2
     * @param data what follows a command that writes
     * @param answer of the length that the host wants; filled from its beginning
     */
    void execute(ByteBuffer command, ByteBuffer data, ByteBuffer answer) {
        int number = command.get(1) & 0xFF;
        try {
            if (number == 0x07 || number == 0x0C || number == 0x47 || number == 0x54) {
                readMemory(number, command, answer);
            } else if (number == 0x08 || number == 0x0D || number == 0x48 || number == 0x50) {
                writeMemory(number, command, data);
            } else {
                other(number, command, data, answer);
            }
        } catch (ProbeException e) {
            note(e.status, e.address);
            answer.clear();
            put(answer, e.status.code);
        }
    }

    private void other(int number, ByteBuffer command, ByteBuffer data, ByteBuffer answer) {
        switch (number) {
            case 0x51 -> miscAnswer = new MiscTransfers(port, data).run(miscItems(command, data));
            case 0x52 -> answer.put(miscAnswer, 0, Math.min(miscAnswer.length, answer.remaining()));
            case 0x42 -> put(answer, 0);
            case 0x40 -> throw new ProbeException(ProbeStatus.SWV_NOT_AVAILABLE);
            default -> {
                put(answer, ProbeStatus.OK.code);
                withStatus(number, command, answer);
            }
        }
    }

    private static int miscItems(ByteBuffer command, ByteBuffer data) {
        int items = command.getInt(2);
        if (items < 0 || items > MOST_MISC_ITEMS || data.remaining() < (items + 3 & ~3) + 4 * items) {
            throw new ProbeException(ProbeStatus.UNKNOWN_COMMAND);
        }
        return items;
    }

    private void withStatus(int number, ByteBuffer command, ByteBuffer answer) {
        switch (number) {
            case 0x30 -> enter(command.get(2) & 0xFF);
            case 0x21 -> inDebugMode = false;
            case 0x31 -> put(answer, port.readDp(0));
            case 0x32 -> port.write(AIRCR, 4, SYSRESETREQ);
            case 0x33 -> put(answer, readRegister(command.get(2)));
            case 0x34 -> writeRegister(command.get(2), command.getInt(3));
            case 0x35 -> port.write(command.getInt(2), 4, command.getInt(6));
            case 0x36 -> put(answer, port.read(command.getInt(2), 4));
            case 0x3A -> readAllRegisters(answer);
            case 0x3B, 0x3E -> answerLastStatus(answer);
            case 0x3C -> driveReset(command.get(2));
            case 0x41 -> {}
            case 0x43 -> swdHz = FASTEST_HZ / ((command.getShort(2) & 0xFFFF) + 1);
            case 0x45 -> put(answer, readDap(command.getShort(2) & 0xFFFF, command.getShort(4) & 0xFFFF));
            case 0x46 -> writeDap(command.getShort(2) & 0xFFFF, command.getShort(4) & 0xFFFF, command.getInt(6));
            case 0x4B, 0x4C -> requireAp(command.get(2));
            default -> throw new ProbeException(ProbeStatus.UNKNOWN_COMMAND);
        }
    }

    private static void put(ByteBuffer answer, int word) {
        for (int i = 0; i < 4 && answer.hasRemaining(); i++) {
            answer.put((byte) (word >>> 8 * i));
        }
    }

    // Mode, reset

    private void enter(int how) {
        if (how != ENTER_SWD) {
            throw new ProbeException(ProbeStatus.NO_IDCODE);
        }
        try {
            port.connect();
        } catch (ProbeException e) {
            throw new ProbeException(ProbeStatus.NO_IDCODE);
        }
        inDebugMode = true;
    }

    /** 0 holds NRST low, 1 lets it go, 2 pulls it for a moment. */
    private void driveReset(int how) {
        if (how == 2) {
            board.holdReset(false);
            board.reset();
        } else {
            board.holdReset(how == 0);
        }
    }

    // Registers, through DCRSR and DCRDR as the probe's firmware does it

    private int readRegister(int number) {
        port.write(DCRSR, 4, number & 0x7F);
        return port.read(DCRDR, 4);
    }

    private void writeRegister(int number, int value) {
        port.write(DCRDR, 4, value);
        port.write(DCRSR, 4, REGWNR | number & 0x7F);
    }

    /** r0 to r15, xPSR, MSP, PSP, a reserved word, the special registers. */
    private void readAllRegisters(ByteBuffer answer) {
        for (int number = 0; number <= 20; number++) {
            put(answer, readRegister(number));
        }
    }

    private int readDap(int access, int register) {
        if (access == DEBUG_PORT) {
            return port.readDp(register);
        }
        return access == 0 ? port.readAp(register) : 0;
    }

    private void writeDap(int access, int register, int value) {
        if (access == DEBUG_PORT) {
            port.writeDp(register, value);
        } else {
            requireAp(access);
            port.writeAp(register, value);
        }
    }

    private static void requireAp(int number) {
        if (number != 0) {
            throw new ProbeException(ProbeStatus.BAD_AP);
        }
    }

    // Memory

    private void readMemory(int number, ByteBuffer command, ByteBuffer answer) {
        Block block = Block.of(number, command);
        note(ProbeStatus.OK, 0);
        try {
            for (int i = 0; i < block.count() && answer.remaining() >= block.width(); i++) {
                int value = port.read(block.address(i), block.width());
                for (int lane = 0; lane < block.width(); lane++) {
                    answer.put((byte) (value >>> 8 * lane));
                }
            }
        } catch (ProbeException e) {
            noteFault(e);
        }
    }

    private void writeMemory(int number, ByteBuffer command, ByteBuffer data) {
        Block block = Block.of(number, command);
        note(ProbeStatus.OK, 0);
        try {
            for (int i = 0; i < block.count() && data.remaining() >= block.width(); i++) {
                int value = 0;
                for (int lane = 0; lane < block.width(); lane++) {
                    value |= (data.get() & 0xFF) << 8 * lane;
                }
                port.write(block.address(i), block.width(), value);
            }
        } catch (ProbeException e) {
            noteFault(e);
        }
    }

    private void noteFault(ProbeException e) {
        note(e.status, e.address);
        port.clearError();
    }

    private void note(ProbeStatus status, int address) {
        lastStatus = status;
        lastAddress = address;
    }

    /** Status and address of the last access to memory, which the host asks for after each. */
    private void answerLastStatus(ByteBuffer answer) {
        answer.clear();
        put(answer, lastStatus.code);
        put(answer, lastAddress);
        note(ProbeStatus.OK, 0);
    }

    /** What a command wants of the memory. */
    private record Block(int start, int count, int width, boolean counts) {
        static Block of(int number, ByteBuffer command) {
            int width =
                    switch (number) {
                        case 0x0C, 0x0D -> 1;
                        case 0x47, 0x48 -> 2;
                        default -> 4;
                    };
            int start = command.getInt(2);
            int bytes = command.getShort(6) & 0xFFFF;
            requireAp(command.get(8));
            if (start % width != 0 || bytes % width != 0) {
                throw new ProbeException(ProbeStatus.ALIGNMENT, start);
            }
            return new Block(start, bytes / width, width, number != 0x50 && number != 0x54);
        }

        int address(int index) {
            return counts ? start + index * width : start;
        }
    }
}
