package io.gradhil.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.firmware.ElfSymbols.Symbol;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseTests {
    @ParameterizedTest
    @CsvSource({
        "nn_network_forward, '', FORWARD",
        "tiled_forward, tiles.c, FORWARD",
        "nn_exp.part.0, activation.c, FORWARD",
        "plain_gradient, dense.c, GRADIENT",
        "tile_hand_back, tiles.c, HAND_BACK",
        "nn_activation_backward, '', HAND_BACK",
        "nn_sgd_step, '', UPDATE",
        "move, network.c, UPDATE",
        "nn_network_zero_gradients, '', SETUP",
        "memset, '', SETUP",
        "nn_loss_add, '', REST",
    })
    void functions_of_the_core_belong_to_a_phase(String name, String file, Phase phase) {
        assertThat(Phase.of(new Symbol(name, file, 0, 4))).contains(phase);
    }

    @ParameterizedTest
    @CsvSource({"crc32, ''", "step, commands.c", "forward, stream.c", "USART2_IRQHandler, ''"})
    void others_belong_to_none(String name, String file) {
        assertThat(Phase.of(new Symbol(name, file, 0, 4))).isEqualTo(Optional.empty());
    }

    @Test
    void a_step_has_the_multiply_accumulates_of_its_products() {
        NetworkSpec spec = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));

        assertThat(Arrays.stream(Phase.values()).map(phase -> phase.multiplyAccumulates(spec, 32)))
                .containsExactly(90_624L, 90_624L, 82_432L, 2_945L, 0L, 0L);
    }
}
