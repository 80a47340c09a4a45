package io.gradhil.virtual.cpu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * gdb's remote serial protocol: packets {@code $text#checksum}, each acknowledged by a plus. The acknowledgement of a reply goes out with the
 * next command, since QEMU takes any byte that arrives while the processor runs for an interruption.
 */
final class GdbClient {
    private final InputStream in;
    private final OutputStream out;
    private String acknowledgement = "";

    GdbClient(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /** Sends commands in one go and returns the reply to each. */
    List<String> exchange(List<String> commands) {
        StringBuilder text = new StringBuilder();
        for (String command : commands) {
            int sum = command.chars().sum() & 0xFF;
            text.append(acknowledgement).append('$').append(command).append(String.format("#%02x", sum));
            acknowledgement = "+";
        }
        try {
            out.write(text.toString().getBytes(US_ASCII));
            out.flush();
            List<String> replies = new ArrayList<>();
            for (int k = 0; k < commands.size(); k++) {
                replies.add(reply());
            }
            return replies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String reply() throws IOException {
        upTo('$');
        String text = upTo('#');
        int sum = Integer.parseInt("" + (char) next() + (char) next(), 16);
        if (sum != (text.chars().sum() & 0xFF)) {
            throw new AssertionError("checksum of " + text + " is not " + sum);
        }
        return text;
    }

    private String upTo(char end) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int one = next(); one != end; one = next()) {
            text.append((char) one);
        }
        return text.toString();
    }

    private int next() throws IOException {
        int one = in.read();
        if (one < 0) {
            throw new AssertionError("QEMU ended, or was ended since it took too long");
        }
        return one;
    }
}
