/*
 * BATCH and EVALUATE: samples that arrive in pieces and are computed as soon as a group of them is whole.
 */
#ifndef PROTO_STREAM_H
#define PROTO_STREAM_H

#include "nn/nn.h"
#include "proto/protocol.h"
#include "proto/scale.h"
#include "proto/stats.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum { STREAM_NONE = 0, STREAM_BATCH, STREAM_EVALUATE } stream_kind_t;

/* Zero-initialised: nothing begun. */
typedef struct {
    stream_kind_t open; /* the stream that is not complete yet */
    uint32_t batch_size;
    uint32_t next;     /* offset of the number expected next */
    uint32_t total;    /* numbers in the stream */
    uint32_t filled;   /* numbers of the sample that is coming in */
    uint32_t samples;  /* whole so far */
    uint32_t gathered; /* of these not computed yet: fewer than a group */
    nn_loss_sum_t loss;

    bool has_output;        /* a group has been computed since CONFIGURE */
    uint32_t batch_samples; /* of the batch begun last, while it waits for STEP: whole so far, and wanted */
    uint32_t batch_wanted;
} stream_t;

typedef struct {
    proto_error_t error;
    uint32_t a;
    uint32_t b;
} stream_result_t;

/* Numbers as they came in a frame: f32, little-endian, any alignment; or u16 codes if there are scales, one for each
 * number of a sample. */
typedef struct {
    const uint8_t *bytes;
    uint32_t count;
    const scale_t *scales;
} stream_numbers_t;

/* Takes numbers at `offset`, and computes each group that they complete. An error has no effect. */
stream_result_t stream_take(stream_t *stream, stream_kind_t kind, nn_network_t *network, stats_t *stats,
    uint32_t batch_size, uint32_t offset, stream_numbers_t numbers);

/* The mean loss if the stream is complete, else 0. */
float stream_loss(const stream_t *stream, const nn_network_t *network);

/* True once per complete batch: the gradients may be applied. */
bool stream_batch_is_complete(const stream_t *stream);

/* The batch was applied. */
void stream_forget_batch(stream_t *stream);

#endif
