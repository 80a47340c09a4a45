package io.gradhil.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, strings, numbers, truth values and null as JSON (RFC 8259); what is not finite becomes null, for JSON knows no NaN. */
final class Json {
    private Json() {}

    /** Returns a value as indented JSON. */
    static String text(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, "\n");
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value, String newLine) {
        if (value instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            list(out, '{', '}', entries, newLine, entry -> {
                quote(out, String.valueOf(entry.getKey()));
                out.append(": ");
                write(out, entry.getValue(), newLine + "  ");
            });
        } else if (value instanceof List<?> list) {
            list(out, '[', ']', list.iterator(), newLine, item -> write(out, item, newLine + "  "));
        } else if (value instanceof Number number) {
            out.append(Double.isFinite(number.doubleValue()) ? number.toString() : "null");
        } else if (value instanceof Boolean || value == null) {
            out.append(value);
        } else {
            quote(out, value.toString());
        }
    }

    private static <T> void list(
            StringBuilder out,
            char open,
            char close,
            Iterator<T> items,
            String newLine,
            java.util.function.Consumer<T> writer) {
        out.append(open);
        boolean any = items.hasNext();
        while (items.hasNext()) {
            out.append(newLine).append("  ");
            writer.accept(items.next());
            out.append(items.hasNext() ? "," : "");
        }
        out.append(any ? newLine : "").append(close);
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (char letter : text.toCharArray()) {
            switch (letter) {
                case '"', '\\' -> out.append('\\').append(letter);
                case '\n' -> out.append("\\n");
                default -> out.append(letter < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) letter) : letter);
            }
        }
        out.append('"');
    }
}
