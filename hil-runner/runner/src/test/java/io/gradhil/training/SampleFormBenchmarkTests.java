package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfFile;
import io.gradhil.link.ByteLink;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.testing.DirectLink;
import io.gradhil.testing.WireHits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * An epoch of CCPP at 115,200 baud with samples as codes and as float32, in the time of the virtual board, which is the same on every
 * machine. No gradient is read. Prints its table.
 */
class SampleFormBenchmarkTests {
    private record Figures(long bytes, double seconds, int parameterCrc, SamplesSent samples) {}

    /** A line that knows one rate. */
    private static ByteLink slow(DirectLink link) {
        return new ByteLink() {
            @Override
            public void write(byte[] bytes) {
                link.write(bytes);
            }

            @Override
            public int read(byte[] into, Deadline deadline) {
                return link.read(into, deadline);
            }

            @Override
            public void close() {}
        };
    }

    private static Figures train(String network, List<Batch> batches) {
        DirectLink link = new DirectLink(WireHits.none());
        FirmwareImage image = ElfFile.image(DirectLink.IMAGE, FirmwareTarget.F411RE);
        McuClient client = McuClient.connect(
                slow(link), "virtual", () -> "", image.id(), Duration.ofSeconds(30), StepListener.NONE);
        NetworkSpec spec = NetworkSpec.parse(network, Activation.RELU, new Sgd(0.03f));
        McuTrainer trainer = new McuTrainer(client);
        trainer.configure(spec, Network.initialParameters(spec, 1));
        long bytes = client.wireBytes();
        long start = link.board().picoseconds();
        McuUpdate update = epoch(trainer, batches);
        return new Figures(
                client.wireBytes() - bytes,
                (link.board().picoseconds() - start) * 1e-12,
                update.parameterCrc(),
                trainer.samplesSent());
    }

    private static McuUpdate epoch(McuTrainer trainer, List<Batch> batches) {
        McuUpdate update = null;
        BatchPipeline pipeline = new BatchPipeline(trainer, batches, index -> false);
        while (pipeline.hasNext()) {
            pipeline.next();
            pipeline.step();
            update = pipeline.update();
        }
        return update;
    }

    private static Batch plain(Batch batch) {
        return Batch.of(batch.inputs(), batch.outputs(), batch.values());
    }

    @Test
    void codes_take_little_more_than_half_the_bytes_and_end_in_the_same_bits() {
        List<Batch> batches = Ccpp.find().split(1).trainingBatches(32, 1, 0);
        List<Batch> plain =
                batches.stream().map(SampleFormBenchmarkTests::plain).toList();
        List<String> table = new ArrayList<>();
        table.add("an epoch of CCPP at 115,200 baud: bytes on the line, virtual time");
        for (String network : List.of("4-1", "4-64-32-16-1")) {
            Figures codes = train(network, batches);
            Figures floats = train(network, plain);
            table.add(row(network, "codes", codes));
            table.add(row(network, "float32", floats));
            assertThat(codes.samples).isEqualTo(new SamplesSent(7654, 0));
            assertThat(floats.samples).isEqualTo(new SamplesSent(0, 7654));
            assertThat(codes.parameterCrc).isEqualTo(floats.parameterCrc);
            assertThat((double) codes.bytes / floats.bytes).isLessThan(0.65);
            assertThat(codes.seconds).isLessThan(0.75 * floats.seconds);
        }
        System.out.println(String.join("\n", table));
    }

    private static String row(String network, String form, Figures figures) {
        return String.format(
                Locale.ROOT, "%-12s  %-7s  %,9d bytes  %6.2f s", network, form, figures.bytes, figures.seconds);
    }
}
