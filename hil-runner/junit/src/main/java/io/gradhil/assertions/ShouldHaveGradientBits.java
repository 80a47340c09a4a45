package io.gradhil.assertions;

import io.gradhil.training.GradientDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says which parameters' gradients have other bits than they should. */
final class ShouldHaveGradientBits {
    private static final int SHOWN = 4;

    private ShouldHaveGradientBits() {}

    static String message(GradientDigest actual, GradientDigest expected) {
        List<String> differing = differing(actual, expected);
        StringBuilder text = new StringBuilder("gradients of " + differing.size() + " of "
                + names(actual, expected).size() + " parameters have other bits than expected (CRC-32)\n");
        differing.stream()
                .limit(SHOWN)
                .forEach(name -> text.append(
                        "  " + name + ": board " + crc(actual, name) + ", expected " + crc(expected, name) + "\n"));
        if (differing.size() > SHOWN) {
            text.append("  and " + (differing.size() - SHOWN) + " more\n");
        }
        return text
                + "  Do:   compare gradients() of both runs, " + differing.get(differing.size() - 1) + " first:"
                + " the backward pass goes from the last layer to the first";
    }

    private static List<String> differing(GradientDigest actual, GradientDigest expected) {
        List<String> differing = new ArrayList<>(names(actual, expected));
        differing.removeIf(name -> crc(actual, name).equals(crc(expected, name)));
        return differing;
    }

    private static Set<String> names(GradientDigest actual, GradientDigest expected) {
        Set<String> names = new LinkedHashSet<>(actual.crcs().keySet());
        names.addAll(expected.crcs().keySet());
        return names;
    }

    private static String crc(GradientDigest digest, String name) {
        return digest.crcs().getOrDefault(name, "none");
    }
}
