package io.gradhil.protocol;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The vectors are those that the firmware is tested with. */
class ConfigurePayloadTests {
    private static final Path VECTORS =
            Path.of(System.getProperty("gradhil.root"), "firmware", "test", "vectors", "configure.txt");
    private static final float RATE = 0.03f;

    /** A vector whose request the board accepts. */
    private record Vector(String name, String request, String reply) {}

    private static List<Vector> accepted() throws IOException {
        return Files.readAllLines(VECTORS).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(" "))
                .filter(fields -> fields[2].equals("83"))
                .map(fields -> new Vector(fields[0], fields[1], fields[3]))
                .toList();
    }

    private static NetworkSpec usual(Optimizer optimizer, Loss loss) {
        NetworkSpec spec = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, optimizer);
        return new NetworkSpec(spec.inputs(), spec.layers(), loss, optimizer);
    }

    private static NetworkSpec network(int inputs, Loss loss, Optimizer optimizer, LayerSpec... layers) {
        return new NetworkSpec(inputs, List.of(layers), loss, optimizer);
    }

    private static LayerSpec layer(int outputs, Activation activation) {
        return new LayerSpec(outputs, activation);
    }

    private static NetworkSpec everything() {
        return network(
                4,
                new Huber(1.5f),
                new Adam(0.001f, 0.9f, 0.999f, 1e-8f, 1e-4f, 2.5f),
                layer(8, Activation.LEAKY_RELU),
                layer(7, Activation.TANH),
                layer(6, Activation.SIGMOID),
                layer(5, Activation.RELU),
                layer(2, Activation.LINEAR));
    }

    private static NetworkSpec sixteenLayers() {
        LayerSpec[] layers = IntStream.rangeClosed(1, 16)
                .mapToObj(outputs -> layer(outputs, Activation.LEAKY_RELU))
                .toArray(LayerSpec[]::new);
        return network(1, Loss.MSE, new Sgd(RATE), layers);
    }

    private static Map<String, NetworkSpec> networks() {
        LayerSpec one = layer(1, Activation.LINEAR);
        LayerSpec[] two = {layer(5, Activation.SIGMOID), layer(2, Activation.TANH)};
        LayerSpec[] three = {layer(5, Activation.SIGMOID), layer(7, Activation.TANH), layer(2, Activation.LINEAR)};
        Optimizer decaying = new Adam(RATE, 0.9f, 0.999f, 0.1f, 0.1f, 0);
        return Map.ofEntries(
                entry("sgd_mse", usual(new Sgd(RATE), Loss.MSE)),
                entry("sgd_decay_clip", usual(new Sgd(RATE, 0.1f, 1), Loss.MSE)),
                entry("sgd_mae", usual(new Sgd(RATE), Loss.MAE)),
                entry("momentum_mse", usual(new Momentum(RATE, 0.9f), Loss.MSE)),
                entry("momentum_zero", network(1, Loss.MSE, new Momentum(RATE, 0), one)),
                entry("nesterov_huber", network(3, new Huber(1), new Nesterov(RATE, 0.9f), two)),
                entry("adam_mse", usual(new Adam(RATE, 0.9f, 0.999f, 0.1f), Loss.MSE)),
                entry("adam_huber_everything", everything()),
                entry("sixteen_layers", sixteenLayers()),
                entry("online_sgd", usual(new Sgd(RATE), Loss.MSE)),
                entry("online_adam", network(9, new Huber(1), decaying, three)),
                entry("online_one_layer", network(3, Loss.MSE, new Sgd(RATE), layer(2, Activation.LINEAR))));
    }

    @Test
    void every_vector_that_a_board_accepts_has_a_network_here() throws IOException {
        assertThat(accepted())
                .extracting(Vector::name)
                .containsExactlyInAnyOrderElementsOf(networks().keySet());
    }

    @Test
    void each_network_is_written_as_its_vector() throws IOException {
        for (Vector vector : accepted()) {
            UpdateMode mode = vector.name().startsWith("online") ? UpdateMode.ONLINE : UpdateMode.BY_STEP;

            byte[] payload = ConfigurePayload.of(networks().get(vector.name()), mode);

            assertThat(HexFormat.of().formatHex(payload)).as(vector.name()).isEqualTo(vector.request());
        }
    }

    @Test
    void plan_in_the_reply_has_room_for_what_the_optimizer_remembers() throws IOException {
        for (Vector vector : accepted()) {
            NetworkSpec spec = networks().get(vector.name());
            byte[] reply = HexFormat.of().parseHex(vector.reply());

            MemoryPlan plan = MemoryPlan.of(ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN));

            assertThat(plan.parameterCount()).isEqualTo(spec.layout().count());
            assertThat(plan.optimizer())
                    .as(vector.name())
                    .isEqualTo(spec.optimizer().statesPerParameter() * plan.parameters());
            assertThat(plan.available()).isEqualTo(114_688);
        }
    }

    @Test
    void largest_sizes_are_unsigned() {
        byte[] payload = ConfigurePayload.of(
                network(65535, Loss.MSE, new Sgd(RATE), layer(1, Activation.RELU), layer(65535, Activation.LINEAR)),
                UpdateMode.BY_STEP);

        assertThat(payload[32]).isEqualTo((byte) 0xFF);
        assertThat(payload[33]).isEqualTo((byte) 0xFF);
        assertThat(payload[38]).isEqualTo((byte) 0xFF);
        assertThat(payload[39]).isEqualTo((byte) 0xFF);
    }
}
