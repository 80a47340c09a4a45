package io.gradhil.diagnosis;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.CrashRecord;
import io.gradhil.core.FaultStatus;
import io.gradhil.core.FirmwareImage;
import io.gradhil.symbols.Backtrace;
import io.gradhil.symbols.Symbols;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** Says in words what a core was doing, to someone who has the sources at hand. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CoreReport {
    private static final int EXC_RETURN_NO_FP = 1 << 4;
    private static final int EXC_RETURN_THREAD = 1 << 3;
    private static final int EXC_RETURN_PSP = 1 << 2;

    private final Symbols symbols;

    /** Creates a reporter on an image's code. */
    public CoreReport(Symbols symbols) {
        this.symbols = symbols;
    }

    /** Reads an image's code; of one that is not for ARM, or gone, nothing is known by name. */
    public static CoreReport of(FirmwareImage image) {
        try {
            return new CoreReport(new Symbols(Files.readAllBytes(image.path())));
        } catch (IOException | IllegalArgumentException unknown) {
            return new CoreReport(Symbols.none());
        }
    }

    /** Describes what several looks at the core, in order of time, have shown; the last one in full. Empty for none. */
    public String describe(List<CoreSnapshot> looks) {
        if (looks.isEmpty()) {
            return "";
        }
        CoreSnapshot core = looks.get(looks.size() - 1);
        Backtrace trace = Backtrace.of(core, symbols);
        List<String> lines = new ArrayList<>();
        lines.add("core: " + doing(core, trace, looks));
        waiting(looks, lines);
        lines.addAll(calls(trace));
        lines.addAll(registers(core));
        lines.add(stackUse(core.sp()));
        if (core.faults().cfsr() != 0 || core.faults().hfsr() != 0) {
            faults(core.faults(), lines);
        }
        return String.join("\n", lines);
    }

    private String doing(CoreSnapshot core, Backtrace trace, List<CoreSnapshot> looks) {
        if (core.lockedUp()) {
            return "locked up: it met a fault that no handler could take, and does nothing until it is reset";
        }
        if (symbols.isEmpty()) {
            return String.format(Locale.ROOT, "at 0x%08X; the image cannot be read to say what that is", core.pc());
        }
        if (!symbols.isCode(core.pc())) {
            return String.format(
                    Locale.ROOT,
                    "it has jumped to 0x%08X, where the image has no code%s",
                    core.pc(),
                    trace.frames().size() > 1 ? "; LR says from " + brief(trace, 1) : "");
        }
        if (symbols.isAsleep(core.pc())) {
            return "asleep in " + brief(trace, 0) + ", waiting for an interrupt";
        }
        if (looks.size() == 1) {
            return handler(core, trace, 0) + "running in " + withCaller(trace, 0);
        }
        int loop = trace.frames().size() - commonCalls(trace, looks);
        return loop == trace.frames().size()
                ? handler(core, trace, 0) + "running in " + withCaller(trace, 0) + "; " + (looks.size() - 1)
                        + " looks before, somewhere else"
                : handler(core, trace, loop) + "looping in " + withCaller(trace, loop) + "; there in each of "
                        + looks.size() + " looks";
    }

    /** A function beyond the interrupted one is not in the handler. */
    private static String handler(CoreSnapshot core, Backtrace trace, int frame) {
        boolean within = trace.frames().subList(0, frame + 1).stream().noneMatch(Backtrace.Frame::interrupted);
        return core.exception() == 0 || !within ? "" : "in the handler of " + CrashRecord.name(core.exception()) + ", ";
    }

    /** Returns how many of the outermost calls were the same functions in all looks. */
    private int commonCalls(Backtrace last, List<CoreSnapshot> looks) {
        int common = last.frames().size();
        for (CoreSnapshot look : looks) {
            Backtrace trace = Backtrace.of(look, symbols);
            int same = 0;
            while (same < Math.min(common, trace.frames().size())
                    && outer(trace, same).equals(outer(last, same))) {
                same++;
            }
            common = same;
        }
        return common;
    }

    private static String outer(Backtrace trace, int number) {
        return trace.frames().get(trace.frames().size() - 1 - number).place().function();
    }

    private static String withCaller(Backtrace trace, int frame) {
        boolean called = frame + 1 < trace.frames().size();
        String how = called && trace.frames().get(frame + 1).interrupted() ? ", which interrupted " : ", called from ";
        return brief(trace, frame) + (called ? how + brief(trace, frame + 1) : "");
    }

    private static String brief(Backtrace trace, int frame) {
        return trace.frames().get(frame).place().brief();
    }

    /** One that is pending at one look may be taken in the next moment. */
    private static void waiting(List<CoreSnapshot> looks, List<String> lines) {
        CoreSnapshot core = looks.get(looks.size() - 1);
        boolean still = looks.size() > 1 && looks.get(looks.size() - 2).pending() != 0;
        if (still && core.pending() != 0 && !core.lockedUp()) {
            lines.add(
                    CrashRecord.name(core.pending())
                            + " is pending and not taken: interrupts are off, or a handler of the same or a higher priority does not end");
        }
    }

    private static List<String> calls(Backtrace trace) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < trace.frames().size(); i++) {
            Backtrace.Frame frame = trace.frames().get(i);
            lines.add("  #" + i + " " + frame.place() + (frame.interrupted() ? ", interrupted" : ""));
        }
        if (!trace.possible().isEmpty()) {
            lines.add("  the image does not say who called; possible callers, from addresses found on the stack:");
            trace.possible().forEach(place -> lines.add("     " + place));
        }
        return lines;
    }

    private static List<String> registers(CoreSnapshot core) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "PC 0x%08X  LR 0x%08X  SP 0x%08X  xPSR 0x%08X",
                core.pc(),
                core.lr(),
                core.sp(),
                core.xpsr()));
        lines.add("R0 to R6:  " + hex(core.registers().subList(0, 7)));
        lines.add("R7 to R12: " + hex(core.registers().subList(7, 13)));
        if (Backtrace.isExceptionReturn(core.lr())) {
            lines.add("LR is EXC_RETURN: " + exceptionReturn(core.lr()));
        }
        return lines;
    }

    private static String hex(List<Integer> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%08X", value))
                .collect(Collectors.joining(" "));
    }

    private static String exceptionReturn(int lr) {
        return "the exception returns to "
                + ((lr & EXC_RETURN_THREAD) != 0 ? "the program" : "another handler")
                + ((lr & EXC_RETURN_PSP) != 0 ? " on the process stack" : " on the main stack")
                + ((lr & EXC_RETURN_NO_FP) != 0 ? "" : ", with floating-point registers stacked");
    }

    /** The stack grows down from {@code stack_top} to {@code stack_bottom}. */
    private String stackUse(int sp) {
        OptionalInt top = symbols.value("stack_top");
        OptionalInt bottom = symbols.value("stack_bottom");
        if (top.isEmpty() || bottom.isEmpty()) {
            return "stack: its limits are unknown: the image has no symbols stack_top and stack_bottom";
        }
        int used = top.getAsInt() - sp;
        int size = top.getAsInt() - bottom.getAsInt();
        if (used < 0 || used > size + CoreSnapshot.RAM_BYTES) {
            return String.format(
                    Locale.ROOT,
                    "stack: SP 0x%08X is not in it (0x%08X to 0x%08X)",
                    sp,
                    bottom.getAsInt(),
                    top.getAsInt());
        }
        return used > size
                ? String.format(
                        Locale.ROOT,
                        "stack: overflowed, SP is %,d bytes below its end 0x%08X; it has %,d bytes",
                        used - size,
                        bottom.getAsInt(),
                        size)
                : String.format(Locale.ROOT, "stack: %,d of %,d bytes in use", used, size);
    }

    private static void faults(FaultStatus faults, List<String> lines) {
        lines.add(faults.toString());
        faults.explain().forEach(line -> lines.add("  " + line));
    }

    /** Describes what the firmware kept of a crash. */
    public String describe(CrashRecord crash) {
        List<String> lines = new ArrayList<>();
        boolean known = crash.pc() != 0;
        lines.add(
                known
                        ? crash.name() + " at " + symbols.place(crash.pc())
                        : crash.name() + "; of the registers only SP is known");
        if (known && Backtrace.isExceptionReturn(crash.lr())) {
            lines.add("LR is EXC_RETURN: in an exception handler; " + exceptionReturn(crash.lr()));
        } else if (known) {
            lines.add("last return address, in LR: " + symbols.caller(crash.lr()));
        }
        crash.faults().explain().forEach(line -> lines.add("  " + line));
        lines.add(stackUse(crash.sp()));
        lines.add(String.format(
                Locale.ROOT,
                "PC 0x%08X  LR 0x%08X  SP 0x%08X  xPSR 0x%08X  R0 0x%08X",
                crash.pc(),
                crash.lr(),
                crash.sp(),
                crash.xpsr(),
                crash.r0()));
        lines.add(crash.faults().toString());
        return String.join("\n", lines);
    }
}
