package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.firmware.ElfFile;
import io.gradhil.link.ByteLink;
import io.gradhil.report.StepListener;
import io.gradhil.testing.DirectLink;
import io.gradhil.testing.WireHits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A wire that is cut for good, against the firmware on the virtual board. */
class CutWireTests {
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    private final DirectLink link = new DirectLink(WireHits.none());
    private boolean cut;

    private McuClient connect() {
        FirmwareImage image = ElfFile.image(DirectLink.IMAGE, FirmwareTarget.F411RE);
        return McuClient.connect(wire(), "virtual", () -> "", image.id(), TIMEOUT, StepListener.NONE);
    }

    private ByteLink wire() {
        return new ByteLink() {
            @Override
            public void write(byte[] bytes) {
                if (!cut) {
                    link.write(bytes);
                }
            }

            @Override
            public int read(byte[] into, Deadline deadline) {
                return cut ? 0 : link.read(into, deadline);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void a_cut_wire_is_a_timeout_that_shows_the_last_frames() {
        McuClient client = connect();
        client.echo(new byte[] {1, 2, 3});
        cut = true;
        Deadline clock = Deadline.after(Duration.ofSeconds(20));

        assertThatExceptionOfType(LinkTimeoutException.class)
                .isThrownBy(() -> client.echo(new byte[] {4, 5}))
                .withMessageStartingWith("No reply to ECHO within 0.4 s on board virtual\n"
                        + "  Seen: the board is silent, to HELLO as well\n"
                        + "        last bytes sent: ")
                .withMessageContaining("\n        last frames:\n          ");

        assertThat(clock.expired()).isFalse();
    }

    @Test
    void a_wire_that_is_mended_is_used_again() {
        McuClient client = connect();
        cut = true;
        assertThatExceptionOfType(LinkTimeoutException.class).isThrownBy(() -> client.echo(new byte[] {4, 5}));

        cut = false;

        assertThat(client.restart().window()).isEqualTo(8);
        assertThat(client.echo(new byte[] {7})).containsExactly(7);
    }
}
