package io.gradhil.report;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Something to look at beside a step.
 *
 * @param name what it is, never blank
 * @param mediaType for example {@code "image/svg+xml"}
 * @param content makes it, only if someone wants it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Attachment(String name, String mediaType, Supplier<byte[]> content) {
    /** Attaches text. */
    public static Attachment text(String name, Supplier<String> text) {
        return new Attachment(name, "text/plain", () -> text.get().getBytes(StandardCharsets.UTF_8));
    }

    /** Attaches an SVG picture. */
    public static Attachment svg(String name, Supplier<String> picture) {
        return new Attachment(name, "image/svg+xml", () -> picture.get().getBytes(StandardCharsets.UTF_8));
    }

    /** Attaches a PNG picture. */
    public static Attachment png(String name, Supplier<byte[]> picture) {
        return new Attachment(name, "image/png", picture);
    }
}
