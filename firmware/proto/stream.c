#include "proto/stream.h"

#include "port/board_api.h"
#include "proto/wire.h"

static stream_result_t refused(proto_error_t error, uint32_t a, uint32_t b) {
    return (stream_result_t){error, a, b};
}

static stream_result_t check(
    const stream_t *stream, stream_kind_t kind, uint64_t total, uint32_t batch_size, uint32_t offset, uint32_t count) {
    if (batch_size == 0 || total > UINT32_MAX) {
        return refused(ERROR_BAD_VALUE, 0, batch_size);
    }
    if (offset != 0) {
        bool going_on = stream->open == kind;
        if (going_on && batch_size != stream->batch_size) {
            return refused(ERROR_BAD_VALUE, 0, batch_size);
        }
        uint32_t expected = going_on ? stream->next : 0;
        if (offset != expected) {
            return refused(ERROR_OUT_OF_ORDER, expected, offset);
        }
    }
    if (count > total - offset) {
        uint64_t end = (uint64_t)offset + count;
        return refused(ERROR_OUT_OF_RANGE, end > UINT32_MAX ? UINT32_MAX : (uint32_t)end, (uint32_t)total);
    }
    return refused(ERROR_NONE, 0, 0);
}

static void begin(stream_t *stream, stream_kind_t kind, nn_network_t *network, uint32_t batch_size, uint32_t total) {
    stream->open = kind;
    stream->batch_size = batch_size;
    stream->next = 0;
    stream->total = total;
    stream->filled = 0;
    stream->samples = 0;
    stream->gathered = 0;
    stream->loss = (nn_loss_sum_t){0};
    if (kind == STREAM_BATCH) {
        stream->batch_samples = 0;
        stream->batch_wanted = network->training.online ? 0 : batch_size; /* online there is no STEP to wait for */
        nn_network_zero_gradients(network);
    }
}

static void compute_group(stream_t *stream, nn_network_t *network, stats_t *stats) {
    uint32_t start = board_cycles();
    nn_network_forward(network, stream->gathered);
    start = stats_add_cycles(&stats->forward_cycles, start);
    nn_network_add_loss(network, &stream->loss);
    if (stream->open == STREAM_BATCH) {
        if (network->training.online) {
            nn_network_learn(network);
        } else {
            nn_network_backward(network, stream->batch_size);
        }
        stats_add_cycles(&stats->backward_cycles, start);
    }
    stream->gathered = 0;
    stream->has_output = true;
    board_feed_watchdog(); /* a frame may bring many samples of a large network */
}

/* Moves numbers to the sample that is coming in, at most as many as it lacks. */
static void fill_sample(stream_t *stream, nn_network_t *network, uint32_t lacks, stream_numbers_t *numbers) {
    uint32_t at = stream->filled;
    uint32_t taken = numbers->count < lacks ? numbers->count : lacks;
    if (numbers->scales == NULL) {
        nn_network_put(network, stream->gathered, at, numbers->bytes, taken);
        numbers->bytes += taken * sizeof(float);
    } else {
        for (uint32_t i = at; i < at + taken; ++i) {
            float number = scale_apply(&numbers->scales[i], wire_get_u16(numbers->bytes));
            nn_network_put(network, stream->gathered, i, &number, 1);
            numbers->bytes += sizeof(uint16_t);
        }
    }
    numbers->count -= taken;
    stream->filled += taken;
}

/* The sample that came in is whole. */
static void end_sample(stream_t *stream, nn_network_t *network, stats_t *stats) {
    ++stream->samples;
    if (stream->open == STREAM_BATCH && !network->training.online) {
        stream->batch_samples = stream->samples;
    }
    if (++stream->gathered == network->lanes || stream->samples == stream->batch_size) {
        compute_group(stream, network, stats);
    }
    stream->filled = 0;
}

stream_result_t stream_take(stream_t *stream, stream_kind_t kind, nn_network_t *network, stats_t *stats,
    uint32_t batch_size, uint32_t offset, stream_numbers_t numbers) {
    uint32_t sample_numbers = nn_network_inputs(network) + nn_network_outputs(network);
    uint64_t total = (uint64_t)batch_size * sample_numbers;
    stream_result_t result = check(stream, kind, total, batch_size, offset, numbers.count);
    if (result.error != ERROR_NONE) {
        return result;
    }
    if (offset == 0) {
        begin(stream, kind, network, batch_size, (uint32_t)total);
    }
    stream->next += numbers.count;
    while (numbers.count > 0) {
        fill_sample(stream, network, sample_numbers - stream->filled, &numbers);
        if (stream->filled == sample_numbers) {
            end_sample(stream, network, stats);
        }
    }
    if (stream->next == stream->total) {
        stream->open = STREAM_NONE;
    }
    return result;
}

float stream_loss(const stream_t *stream, const nn_network_t *network) {
    if (stream->samples < stream->batch_size) {
        return 0.0f;
    }
    return nn_loss_mean(&stream->loss, stream->batch_size, nn_network_outputs(network));
}

bool stream_batch_is_complete(const stream_t *stream) {
    return stream->batch_wanted > 0 && stream->batch_samples == stream->batch_wanted;
}

void stream_forget_batch(stream_t *stream) {
    stream->batch_samples = 0;
    stream->batch_wanted = 0;
}
