package io.gradhil.symbols;

import io.gradhil.core.CoreSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Who called whom, innermost first.
 *
 * @param frames the place in each function; of a caller the address to return to, and the line of the call
 * @param possible return addresses found on the stack where the image does not say how to find the caller; some may be left over
 *     from calls that have ended
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Backtrace(List<Frame> frames, List<Place> possible) {
    /**
     * A function that has not returned.
     *
     * @param place in the function
     * @param interrupted whether an exception has interrupted it, rather than that it called
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Frame(Place place, boolean interrupted) {}

    private static final int MOST_FRAMES = 48;
    private static final int MOST_POSSIBLE = 8;
    private static final int SP = 13;
    private static final int LR = 14;

    /** EXC_RETURN, ARMv7-M manual table B1-8: its bits 31 to 5 are ones. */
    private static final int EXC_RETURN = 0xFFFFFFE0;

    private static final int EXC_RETURN_NO_FP = 1 << 4;
    private static final int EXC_RETURN_PSP = 1 << 2;
    private static final int XPSR_ALIGNED = 1 << 9;

    /** Words that an exception stacks: r0 to r3, r12, LR, PC, xPSR, and with FPU state 18 more. */
    private static final int[] STACKED = {0, 1, 2, 3, 12, LR};

    private static final int STACKED_PC = 24;
    private static final int STACKED_XPSR = 28;
    private static final int STACKED_BYTES = 32;
    private static final int STACKED_BYTES_FP = 104;

    /** Tells whether a value of LR is one by which an exception returns. */
    public static boolean isExceptionReturn(int lr) {
        return (lr & EXC_RETURN) == EXC_RETURN && (lr & 1) != 0 && lr != -1;
    }

    /** Follows the calls from where the core is. */
    public static Backtrace of(CoreSnapshot core, Symbols symbols) {
        return new Walk(core, symbols).run();
    }

    /** One walk up the stack. */
    private static final class Walk {
        private final CoreSnapshot core;
        private final Symbols symbols;
        private final List<Frame> frames = new ArrayList<>();
        private @Nullable Integer[] registers;
        private int pc;

        /** Whether {@code pc} is about to be executed, rather than to be returned to. */
        private boolean atInstruction = true;

        private boolean interrupted;

        Walk(CoreSnapshot core, Symbols symbols) {
            this.core = core;
            this.symbols = symbols;
            this.registers = core.registers().toArray(Integer[]::new);
            this.pc = core.pc();
        }

        Backtrace run() {
            boolean whole = true;
            while (frames.size() < MOST_FRAMES) {
                frames.add(new Frame(atInstruction ? symbols.place(pc) : symbols.caller(pc), interrupted));
                Optional<CallFrames.Rules> rules = symbols.frames().at(lookup());
                whole = rules.isPresent() || leaveUndescribed();
                if (!whole || rules.isPresent() && !leave(rules.get())) {
                    break;
                }
            }
            return new Backtrace(List.copyOf(frames), whole ? List.of() : possible());
        }

        /** The call comes before the address that it returns to, which may be another function's already. */
        private int lookup() {
            return atInstruction ? pc & ~1 : (pc & ~1) - 2;
        }

        /** Where the core has jumped to nothing, or to code without a description, only LR tells who did; in lockup PC says nothing. */
        private boolean leaveUndescribed() {
            boolean first = frames.size() == 1 && !core.lockedUp();
            return first && returnTo(registers[LR]);
        }

        private boolean leave(CallFrames.Rules rules) {
            Integer base = registers[rules.register()];
            if (base == null) {
                return false;
            }
            int cfa = base + rules.offset();
            Integer[] outer = registers.clone();
            if (!rules.saved().containsKey(LR) && !atInstruction) {
                return false; // a function that has called and not kept LR never returns
            }
            rules.saved().forEach((register, offset) -> {
                if (register < outer.length) {
                    OptionalInt word = core.word(cfa + offset);
                    outer[register] = word.isPresent() ? word.getAsInt() : null;
                }
            });
            outer[SP] = cfa;
            registers = outer;
            return returnTo(registers[LR]);
        }

        private boolean returnTo(@Nullable Integer address) {
            if (address == null) {
                return false;
            }
            if (isExceptionReturn(address)) {
                return returnFromException(address);
            }
            pc = address;
            atInstruction = false;
            interrupted = false;
            return (address & 1) != 0 && symbols.isCode(address);
        }

        private boolean returnFromException(int how) {
            Integer sp = registers[SP];
            if (sp == null || (how & EXC_RETURN_PSP) != 0) {
                return false; // on the other stack, which nobody has read
            }
            OptionalInt address = core.word(sp + STACKED_PC);
            OptionalInt xpsr = core.word(sp + STACKED_XPSR);
            if (address.isEmpty() || xpsr.isEmpty()) {
                return false;
            }
            for (int i = 0; i < STACKED.length; i++) {
                registers[STACKED[i]] = core.word(sp + 4 * i).getAsInt();
            }
            int bytes = (how & EXC_RETURN_NO_FP) != 0 ? STACKED_BYTES : STACKED_BYTES_FP;
            registers[SP] = sp + bytes + ((xpsr.getAsInt() & XPSR_ALIGNED) != 0 ? 4 : 0);
            pc = address.getAsInt();
            atInstruction = true;
            interrupted = true;
            return symbols.isCode(pc);
        }

        private List<Place> possible() {
            List<Place> found = new ArrayList<>();
            for (int word : core.stack()) {
                if (found.size() < MOST_POSSIBLE && followsCall(word)) {
                    found.add(symbols.caller(word));
                }
            }
            return List.copyOf(found);
        }

        /** Tells whether a word may be a return address: odd, in the code, behind BL (32 bit) or BLX (16 bit). */
        private boolean followsCall(int word) {
            if ((word & 1) == 0 || !symbols.isCode(word - 4) || !symbols.isCode(word)) {
                return false;
            }
            boolean bl =
                    (symbols.halfword(word - 5) & 0xF800) == 0xF000 && (symbols.halfword(word - 3) & 0xD000) == 0xD000;
            boolean blx = (symbols.halfword(word - 3) & 0xFF87) == 0x4780;
            return bl || blx;
        }
    }
}
