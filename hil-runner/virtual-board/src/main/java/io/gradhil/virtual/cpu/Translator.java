package io.gradhil.virtual.cpu;

import java.lang.invoke.MethodHandles;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is translated, and makes classes of it. What is executed does not depend on it in any way but speed.
 *
 * <p>Counted are arrivals by a branch. The system property {@value #PROPERTY} says how many make a region worth it: 0 translates before the first
 * execution, a negative number never.
 */
final class Translator {
    static final String PROPERTY = "gradhil.virtual.translateAfter";
    /**
     * A translation costs some 100 ms of the JVM's compilers until it is fast, and the interpreter executes some 10 million instructions in that: as
     * many arrivals at blocks of a few thousand. Measured on epochs of CCPP: from 3000 to 20000 the first ones together take the least time.
     */
    static final int USUALLY = 5000;

    /**
     * Before this cycle nothing is translated unless it is to be at once: loading the translator takes the JVM longer than interpreting what a firmware
     * does until it listens.
     */
    private static final long START = 400_000;

    private static final int MOST_INSTRUCTIONS = 96;
    private static final int LEAST_INSTRUCTIONS = 10;
    private static final int NEVER = Integer.MIN_VALUE;
    private static final int SURELY = 1 << 30;

    private int threshold;
    private int made;

    Translator(int threshold) {
        this.threshold = threshold;
    }

    static Translator configured() {
        return new Translator(Integer.getInteger(PROPERTY, USUALLY));
    }

    void after(int arrivals) {
        threshold = arrivals;
    }

    /** Returns how many translations were made. */
    int made() {
        return made;
    }

    boolean isOn() {
        return threshold >= 0;
    }

    /** Tells whether everything is translated before it is executed. */
    boolean isEager() {
        return threshold == 0;
    }

    /** Counts an arrival at an instruction, and translates what begins there if it is time. */
    @Nullable Translation arrived(Core core, CodeCache cache, Instruction head, int pc) {
        if (head.arrivals == NEVER || head.arrivals++ < (long) threshold << cache.discarded() || isStarting(core)) {
            return null;
        }
        head.arrivals = NEVER;
        Translation translation = translate(pc, address -> fetch(core, cache, pc, address));
        if (translation != null) {
            head.translation = translation;
            cache.keep(translation, head);
            made++;
        }
        return translation;
    }

    private boolean isStarting(Core core) {
        return core.cycles < START && threshold > 0;
    }

    /** Has what begins at {@code head} translated anew at the next arrival: it has left an instruction to the interpreter that need not be. */
    void improve(CodeCache cache, Instruction head) {
        cache.drop(head);
        head.arrivals = SURELY;
    }

    /** Code that has a translation of its own is not translated again: what leads there leaves. */
    private static @Nullable Instruction fetch(Core core, CodeCache cache, int pc, int address) {
        try {
            Instruction i = cache.isInRegion(pc, address) ? cache.fetch(core, address) : null;
            return i != null && i.translation != null ? null : i;
        } catch (Fault fault) {
            return null;
        }
    }

    private static @Nullable Translation translate(int pc, IntFunction<@Nullable Instruction> fetch) {
        for (int most = MOST_INSTRUCTIONS; most >= LEAST_INSTRUCTIONS; most = most * 3 / 4) {
            Region region = new Region(pc, fetch, most);
            if (region.entry.code.isEmpty() || region.entry.bails && region.entry.code.size() == 1) {
                return null;
            }
            RegionCompiler compiler = new RegionCompiler(region);
            byte[] code = compiler.compile();
            if (compiler.bytes() <= RegionCompiler.MOST_BYTES) {
                return define(region, compiler, code);
            }
        }
        return null;
    }

    private static Translation define(Region region, RegionCompiler compiler, byte[] code) {
        try {
            Translation result = (Translation) MethodHandles.lookup()
                    .defineHiddenClass(code, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
            result.describe(region, compiler.exits(), compiler.called());
            return result;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Translated code was refused", e);
        }
    }
}
