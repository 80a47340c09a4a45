/*
 * A batch through a network, without the protocol.
 */
#ifndef TEST_BATCH_H
#define TEST_BATCH_H

#include "nn/nn.h"

/* Samples in turn, each inputs, then targets; in groups of `size`. */
static inline void run_batch_in_groups(
    nn_network_t *network, const float *samples, uint32_t batch, nn_loss_sum_t *loss, uint32_t size) {
    uint32_t numbers = nn_network_inputs(network) + nn_network_outputs(network);
    for (uint32_t first = 0; first < batch; first += size) {
        uint32_t count = batch - first < size ? batch - first : size;
        for (uint32_t s = 0; s < count; ++s) {
            nn_network_put(network, s, 0, samples + (first + s) * numbers, numbers);
        }
        nn_network_forward(network, count);
        nn_network_add_loss(network, loss);
        nn_network_backward(network, batch);
    }
}

static inline void run_batch(nn_network_t *network, const float *samples, uint32_t batch, nn_loss_sum_t *loss) {
    run_batch_in_groups(network, samples, batch, loss, network->lanes);
}

#endif
