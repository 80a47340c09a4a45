package io.gradhil.flash;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.ProbeFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/** Reads what OpenOCD printed while it ran {@code board.tcl}. Pure. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class OpenOcdOutput {
    /** The line after which OpenOCD waits for the host. */
    static final String HALTED = "gradhil: halted";

    private static final String STEP = "gradhil: step ";
    private static final String FAILED = "gradhil: failed ";
    private static final Pattern VERSION = Pattern.compile("Open On-Chip Debugger (\\d+)\\.(\\d+)\\S*");
    private static final Pattern PROBE_FIRMWARE = Pattern.compile("STLINK (V[0-9][0-9A-Z]*)");
    private static final Pattern TARGET_VOLT = Pattern.compile("Target voltage: ([0-9]+\\.[0-9]{2})");
    private static final Pattern UID = Pattern.compile("(?m)^gradhil: uid ([0-9a-f]{24})$");

    /** What a text means in whatever step it is printed; the first that is found counts. From OpenOCD 0.12.0 and its successors. */
    private static final List<Cause> CAUSES = List.of(
            new Cause("LIBUSB_ERROR_ACCESS", ProbeFault.PROBE_PERMISSION),
            new Cause("LIBUSB_ERROR_BUSY|the selected device is already used", ProbeFault.PROBE_BUSY),
            new Cause("No device matches the serial string|\\((?:serial|vid/pid) mismatch\\)", ProbeFault.WRONG_PROBE),
            new Cause(
                    "Error: (?:open failed|no ST-LINK detected|cannot connect to stlink server)", ProbeFault.NO_PROBE),
            new Cause(
                    "LIBUSB_ERROR_(?:NO_DEVICE|IO|PIPE)|failed to (?:send|receive) USB CMD|TCP error status"
                            + "|read version failed",
                    ProbeFault.PROBE_LOST),
            new Cause("unable to connect to the target|Error connecting DP|cannot read IDR", ProbeFault.NO_TARGET),
            new Cause("flash memory write protected|stm32x device protected", ProbeFault.WRITE_PROTECTED),
            new Cause("failed erasing sectors", ProbeFault.ERASE));

    /** What it means that a step failed for none of these reasons. */
    private static final Map<String, ProbeFault> STEPS = Map.of(
            "reset", ProbeFault.NO_TARGET,
            "identify", ProbeFault.WRONG_TARGET,
            "unlock", ProbeFault.TARGET_LOCKED,
            "write", ProbeFault.WRITE,
            "verify", ProbeFault.VERIFY,
            "run", ProbeFault.NO_TARGET);

    private final String text;

    OpenOcdOutput(String text) {
        this.text = text;
    }

    private record Cause(Pattern pattern, ProbeFault fault) {
        Cause(String pattern, ProbeFault fault) {
            this(Pattern.compile(pattern), fault);
        }

        boolean isIn(String lines) {
            return pattern.matcher(lines).find();
        }
    }

    /** Returns the version that the banner states, such as {@code "0.12.0"}. */
    Optional<String> version() {
        Matcher banner = VERSION.matcher(text);
        return banner.find() ? Optional.of(banner.group().replace("Open On-Chip Debugger ", "")) : Optional.empty();
    }

    /** Tells whether the banner states a version before 0.12, which has no {@code adapter serial} for an ST-LINK. */
    boolean isTooOld() {
        Matcher banner = VERSION.matcher(text);
        return banner.find() && banner.group(1).equals("0") && Integer.parseInt(banner.group(2)) < 12;
    }

    /** Returns the chip's unique id, if OpenOCD came to read it. */
    Optional<String> uid() {
        Matcher line = UID.matcher(text);
        return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    }

    /** Tells whether the image was on the chip already. */
    boolean unchanged() {
        return text.contains("gradhil: unchanged");
    }

    /** Returns what the probe says of itself. */
    OpenOcd.Probe probe() {
        return new OpenOcd.Probe(first(PROBE_FIRMWARE), first(TARGET_VOLT));
    }

    private String first(Pattern pattern) {
        Matcher line = pattern.matcher(text);
        return line.find() ? line.group(1) : "";
    }

    /** Returns what the core was doing, if OpenOCD came to read it. */
    Optional<CoreSnapshot> core() {
        return OpenOcdCore.parse(text);
    }

    /** Returns why OpenOCD failed. */
    ProbeFault fault() {
        String lines = decisive();
        return CAUSES.stream()
                .filter(cause -> cause.isIn(lines))
                .map(Cause::fault)
                .findFirst()
                .orElseGet(this::faultOfStep);
    }

    /** Before the first step only the configuration can fail. In connecting, a probe that cannot be claimed fails without a word (0.12.0). */
    private ProbeFault faultOfStep() {
        String step = step();
        if (step.isEmpty()) {
            return ProbeFault.CONFIGURATION;
        }
        if (step.equals("connect") && !decisive().contains("Error:")) {
            return ProbeFault.PROBE_BUSY;
        }
        return STEPS.getOrDefault(step, ProbeFault.UNKNOWN);
    }

    /** Returns the name of the step that was begun last, empty if none was. */
    private String step() {
        int at = text.lastIndexOf(STEP);
        return at < 0
                ? ""
                : text.substring(at + STEP.length()).lines().findFirst().orElse("");
    }

    /** Returns what was printed since the last step began, until it failed. */
    private String decisive() {
        String since = text.substring(Math.max(0, text.lastIndexOf(STEP)));
        int end = since.indexOf(FAILED);
        return end < 0 ? since : since.substring(0, end);
    }

    /** Returns the lines that tell the reason: errors and warnings of the last step, or else all of them; the first few. */
    String seen() {
        List<String> lines = decisive()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("gradhil: ") && !isRoutine(line))
                .toList();
        List<String> telling = lines.stream().filter(OpenOcdOutput::tells).toList();
        List<String> shown = telling.isEmpty() ? lines : telling;
        String words = String.join("\n", shown.subList(0, Math.min(8, shown.size())));
        return step().isEmpty() ? words : ("in the step \"" + step() + "\"\n" + words).strip();
    }

    private static boolean isRoutine(String line) {
        return line.startsWith("shutdown command invoked")
                || line.startsWith("Info :")
                || line.startsWith("in procedure ");
    }

    private static boolean tells(String line) {
        return line.startsWith("Error:") || line.startsWith("Warn :") || line.startsWith("diff ");
    }
}
