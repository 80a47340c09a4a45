package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Java enums, {@code PROTOCOL.md} and the C header hold the same numbers. */
class ProtocolPageTests {
    private static final Path FIRMWARE = Path.of(System.getProperty("gradhil.root"), "firmware");

    private static Map<String, Integer> numbers(String file, String pattern, int name, int number) throws IOException {
        String text = Files.readString(FIRMWARE.resolve(file));
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .collect(Collectors.toMap(match -> match.group(name), match -> number(match, number)));
    }

    private static int number(MatchResult match, int group) {
        return Integer.decode(match.group(group));
    }

    private static Map<String, Integer> messageTypes() {
        return Arrays.stream(MessageType.values()).collect(Collectors.toMap(Enum::name, MessageType::request));
    }

    private static Map<String, Integer> errorCodes() {
        return Arrays.stream(ErrorCode.values()).collect(Collectors.toMap(Enum::name, ErrorCode::code));
    }

    @Test
    void message_types_are_those_of_the_page() throws IOException {
        Map<String, Integer> page = numbers("PROTOCOL.md", "^### (0x[0-9A-F]{2}) ([A-Z0-9]+)$", 2, 1);

        assertThat(messageTypes()).isEqualTo(page);
    }

    @Test
    void message_types_are_those_of_the_c_header() throws IOException {
        Map<String, Integer> header = numbers("proto/protocol.h", "^ +MESSAGE_([A-Z0-9]+) = (0x[0-9A-F]{2}),", 1, 2);

        assertThat(header.remove("REPLY")).isEqualTo(0x80);
        assertThat(header.remove("ERROR")).isEqualTo(MessageType.ERROR);
        assertThat(messageTypes()).isEqualTo(header);
    }

    @Test
    void error_codes_are_those_of_the_page() throws IOException {
        Map<String, Integer> page = numbers("PROTOCOL.md", "^\\| (\\d+) \\| `([A-Z_]+)` \\|", 2, 1);

        assertThat(errorCodes()).isEqualTo(page);
    }

    @Test
    void error_codes_are_those_of_the_c_header() throws IOException {
        Map<String, Integer> header = numbers("proto/protocol.h", "^ +ERROR_([A-Z_]+) = (\\d+),", 1, 2);

        assertThat(header.remove("NONE")).isZero();
        assertThat(errorCodes()).isEqualTo(header);
    }

    @Test
    void reply_type_is_the_request_type_with_bit_7() {
        assertThat(MessageType.values()).allMatch(type -> type.reply() == (type.request() | 0x80));
    }

    @Test
    void protocol_version_is_that_of_the_page_and_the_c_header() throws IOException {
        String page = Files.readString(FIRMWARE.resolve("PROTOCOL.md"));
        String header = Files.readString(FIRMWARE.resolve("proto/protocol.h"));

        assertThat(page).startsWith("# GradHIL wire protocol, version " + Hello.PROTOCOL_VERSION + "\n");
        assertThat(header).contains("#define PROTOCOL_VERSION " + Hello.PROTOCOL_VERSION + "u\n");
    }

    @Test
    void payload_limit_is_that_of_the_page() throws IOException {
        String page = Files.readString(FIRMWARE.resolve("PROTOCOL.md"));

        assertThat(page).contains("0 <= n <= " + FrameCodec.MAX_PAYLOAD).contains("(1,041 encoded, and the delimiter)");
        assertThat(FrameCodec.MAX_ENCODED).isEqualTo(1041);
    }
}
