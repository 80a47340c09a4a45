/*
 * WRITE, READ, BATCH, STEP and EVALUATE.
 */
#include "batch.h"
#include "client.h"
#include "proto/crc32.h"

/* Loss, gradients and parameters after a step, computed without the protocol. */
typedef struct {
    float loss;
    float gradients[13];
    float stepped[13];
} expected_t;

static expected_t compute_directly(void) {
    static alignas(8) uint8_t memory[ARENA_BYTES];
    nn_spec_t spec = {.inputs = 2, .layer_count = 2, .layers = {{3, NN_TANH}, {1, NN_LINEAR}}};
    spec.training.learning_rate = 0.25f;
    nn_network_t direct;
    nn_plan_t plan;
    CHECK_EQUAL(nn_network_init(&direct, &spec, memory, sizeof memory, &plan), NN_OK);
    memcpy(direct.parameters, parameters, sizeof parameters);
    nn_loss_sum_t sum = {0};
    run_batch(&direct, samples, 3, &sum);
    expected_t expected = {.loss = nn_loss_mean(&sum, 3, 1)};
    memcpy(expected.gradients, direct.gradients, sizeof expected.gradients);
    nn_network_step(&direct);
    memcpy(expected.stepped, direct.parameters, sizeof expected.stepped);
    return expected;
}

static void expect_gradients(const float *expected) {
    read_numbers(1, 0, 13);
    expect_ok(MESSAGE_READ, 52);
    CHECK(memcmp(reply.payload, expected, 52) == 0);
}

/// CONFIGURE ///

static void configure_zeroes_and_ends_batches(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    uint8_t payload[SMALL_NETWORK_BYTES];
    send(MESSAGE_CONFIGURE, payload, small_network(payload));
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
    read_numbers(2, 0, 1);
    expect_error(ERROR_NO_BATCH, MESSAGE_READ, 0, 0);
    static const float zeros[13];
    expect_gradients(zeros);
}

/// WRITE and READ ///

static void parameters_come_back_as_written(void) {
    begin_configured();
    read_numbers(0, 0, 13);
    expect_ok(MESSAGE_READ, 52);
    CHECK(memcmp(reply.payload, parameters, 52) == 0);
    const float pair[] = {7.0f, NAN};
    write_numbers(11, pair, 2);
    expect_ok(MESSAGE_WRITE, 4);
    CHECK_EQUAL(reply_u32(0), 2);
    read_numbers(0, 12, 1);
    CHECK_BITS(reply_f32(0), pair[1]);
}

static void write_stays_within_the_parameters(void) {
    begin_configured();
    const float pair[] = {7.0f, 8.0f};
    write_numbers(12, pair, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_WRITE, 14, 13);
    write_numbers(0xFFFFFFFF, pair, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_WRITE, 0xFFFFFFFF, 13);
    read_numbers(0, 12, 1);
    CHECK_BITS(reply_f32(0), parameters[12]);
}

static void write_checks_its_fields(void) {
    begin_configured();
    const float one = 1.0f;
    const uint8_t wrong[] = {1, 2, 5, 255};
    for (size_t i = 0; i < sizeof wrong; ++i) {
        write_what(wrong[i], 0, &one, 1);
        expect_error(ERROR_BAD_VALUE, MESSAGE_WRITE, 0, wrong[i]);
    }
    write_what(3, 0, &one, 1);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_WRITE, 1, 0); /* SGD has no state */
    const uint32_t steps[] = {0x1000000, 0};
    write_what(4, 0, steps, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_WRITE, 8, 0x1000000);
    write_what(4, 1, steps, 1);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_WRITE, 2, 1);
    write_what(4, 0, steps, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_WRITE, 2, 1);
}

static void a_board_goes_on_where_another_stopped(void) {
    uint8_t payload[SMALL_NETWORK_BYTES];
    begin_session();
    send(MESSAGE_CONFIGURE, payload, small_network_with(payload, NN_HUBER, NN_ADAM));
    write_numbers(0, parameters, 13);
    static uint8_t saved[3][104];
    for (int steps = 1; steps <= 6; ++steps) {
        stream(MESSAGE_BATCH, 3, 0, samples, 9);
        send(MESSAGE_STEP, NULL, 0);
        if (steps == 4) {
            read_numbers(0, 0, 13);
            memcpy(saved[0], reply.payload, 52);
            read_numbers(3, 0, 26);
            memcpy(saved[1], reply.payload, 104);
        }
    }
    send(MESSAGE_ECHO, NULL, 0);
    read_numbers(0, 0, 13);
    memcpy(saved[2], reply.payload, 52);
    begin_session();
    send(MESSAGE_CONFIGURE, payload, small_network_with(payload, NN_HUBER, NN_ADAM));
    const uint32_t four = 4;
    write_what(0, 0, saved[0], 13);
    write_what(3, 0, saved[1], 26);
    expect_ok(MESSAGE_WRITE, 4);
    CHECK_EQUAL(reply_u32(0), 26);
    write_what(4, 0, &four, 1);
    expect_ok(MESSAGE_WRITE, 4);
    for (int steps = 5; steps <= 6; ++steps) {
        stream(MESSAGE_BATCH, 3, 0, samples, 9);
        send(MESSAGE_STEP, NULL, 0);
        CHECK_EQUAL(reply_u32(0), steps);
    }
    read_numbers(0, 0, 13);
    CHECK(memcmp(reply.payload, saved[2], 52) == 0);
}

static void digest_is_a_crc_for_each_tensor(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    uint8_t what[4] = {0};
    send(MESSAGE_DIGEST, what, 4);
    expect_ok(MESSAGE_DIGEST, 16);
    CHECK_EQUAL(reply_u32(0), crc32(parameters, 24));
    CHECK_EQUAL(reply_u32(4), crc32(parameters + 6, 12));
    CHECK_EQUAL(reply_u32(8), crc32(parameters + 9, 12));
    CHECK_EQUAL(reply_u32(12), crc32(parameters + 12, 4));
    what[0] = 1;
    send(MESSAGE_DIGEST, what, 4);
    CHECK_EQUAL(reply_u32(0), crc32(compute_directly().gradients, 24));
    what[0] = 2;
    send(MESSAGE_DIGEST, what, 4);
    expect_error(ERROR_BAD_VALUE, MESSAGE_DIGEST, 0, 2);
}

static void read_checks_its_fields(void) {
    begin_configured();
    read_numbers(4, 0, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 0, 4);
    read_numbers(0, 0, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 8, 0);
    read_numbers(0, 0, 257);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 8, 257);
    read_numbers(0, 0, 256);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 256, 13);
    read_numbers(1, 13, 1);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 14, 13);
    read_numbers(1, 0xFFFFFFFF, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 0xFFFFFFFF, 13);
    read_numbers(2, 0, 1);
    expect_error(ERROR_NO_BATCH, MESSAGE_READ, 0, 0);
    uint8_t payload[12] = {0};
    payload[2] = 1;
    wire_put_u32(payload + 8, 1);
    send(MESSAGE_READ, payload, 12);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 2, 1);
}

static void read_gives_256_numbers_at_once(void) {
    begin_session();
    uint8_t payload[SMALL_NETWORK_BYTES];
    small_network(payload);
    payload[0] = 1;
    wire_put_u16(payload + 32, 30);
    wire_put_u16(payload + 34, 10);
    send(MESSAGE_CONFIGURE, payload, 38);
    expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
    read_numbers(0, 54, 256);
    expect_ok(MESSAGE_READ, 1024);
    read_numbers(0, 55, 256);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 311, 310);
}

/* Trains one batch of the small network and applies it; loss, gradients and state are then those of `direct`. */
static void train_directly(nn_network_t *direct, nn_plan_t *plan, nn_loss_t loss, nn_optimizer_t optimizer) {
    static alignas(8) uint8_t memory[ARENA_BYTES];
    nn_spec_t spec = {.inputs = 2, .layer_count = 2, .layers = {{3, NN_TANH}, {1, NN_LINEAR}}};
    spec.training = (nn_training_t){.loss = loss, .optimizer = optimizer, .learning_rate = 0.25f};
    spec.training.momentum = optimizer == NN_SGD ? 0.0f : 0.75f;
    spec.training.beta2 = 0.875f;
    spec.training.epsilon = 0.125f;
    spec.training.huber_delta = 0.5f;
    CHECK_EQUAL(nn_network_init(direct, &spec, memory, sizeof memory, plan), NN_OK);
    memcpy(direct->parameters, parameters, sizeof parameters);
    for (int repeated = 0; repeated < 2; ++repeated) {
        nn_network_zero_gradients(direct);
        run_batch(direct, samples, 3, &(nn_loss_sum_t){0});
        nn_network_step(direct);
    }
}

static void each_loss_and_optimizer_trains_and_shows_its_state(void) {
    for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
        for (int loss = NN_MSE; loss < NN_LOSSES; ++loss) {
            nn_network_t expected;
            nn_plan_t plan;
            train_directly(&expected, &plan, (nn_loss_t)loss, (nn_optimizer_t)optimizer);
            begin_session();
            uint8_t payload[SMALL_NETWORK_BYTES];
            small_network_with(payload, (nn_loss_t)loss, (nn_optimizer_t)optimizer);
            send(MESSAGE_CONFIGURE, payload, sizeof payload);
            expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
            write_numbers(0, parameters, 13);
            for (int repeated = 0; repeated < 2; ++repeated) {
                stream(MESSAGE_BATCH, 3, 0, samples, 9);
                send(MESSAGE_STEP, NULL, 0);
                expect_ok(MESSAGE_STEP, 12);
            }
            CHECK_EQUAL(reply_u32(4), crc32(expected.parameters, 52));
            CHECK_EQUAL(reply_u32(8), crc32(expected.state, plan.optimizer));
            expect_gradients(expected.gradients);
            uint32_t count = plan.optimizer / 4;
            if (count > 0) {
                read_numbers(3, 0, count);
                expect_ok(MESSAGE_READ, plan.optimizer);
                CHECK(memcmp(reply.payload, expected.state, plan.optimizer) == 0);
            }
            read_numbers(3, count, 1);
            expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, count + 1, count);
        }
    }
}

static void configure_zeroes_the_state(void) {
    uint8_t payload[SMALL_NETWORK_BYTES];
    begin_session();
    for (int repeated = 0; repeated < 2; ++repeated) {
        memset(arena, 0x5A, sizeof arena);
        send(MESSAGE_CONFIGURE, payload, small_network_with(payload, NN_MSE, NN_ADAM));
        read_numbers(3, 0, 26);
        expect_ok(MESSAGE_READ, 104);
        for (size_t i = 0; i < 26; ++i) {
            CHECK_EQUAL(reply_u32(4 * i), 0);
        }
        CHECK_BITS(network.bias.power1, 1.0f);
        CHECK_BITS(network.bias.power2, 1.0f);
        stream(MESSAGE_BATCH, 3, 0, samples, 9);
        send(MESSAGE_STEP, NULL, 0);
        expect_ok(MESSAGE_STEP, 12);
        CHECK_BITS(network.bias.power1, 0.75f);
        read_numbers(3, 12, 1); /* the last bias */
        CHECK(reply_f32(0) != 0.0f);
    }
}

/// BATCH, STEP, EVALUATE ///

static void batch_trains_on_samples_as_they_arrive(void) {
    expected_t expected = compute_directly();
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    expect_ok(MESSAGE_BATCH, 8);
    CHECK_EQUAL(reply_u32(0), 3);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
    send(MESSAGE_STEP, NULL, 0);
    expect_ok(MESSAGE_STEP, 12);
    CHECK_EQUAL(reply_u32(0), 1);
    CHECK_EQUAL(reply_u32(4), crc32(expected.stepped, sizeof expected.stepped));
    CHECK_EQUAL(reply_u32(8), 0); /* SGD has no state */
    read_numbers(0, 0, 13);
    CHECK(memcmp(reply.payload, expected.stepped, 52) == 0);
    expect_gradients(expected.gradients); /* stay until the next batch */
}

static void batch_may_be_split_anywhere(void) {
    expected_t expected = compute_directly();
    for (uint32_t piece = 1; piece <= 9; ++piece) {
        begin_configured();
        for (uint32_t offset = 0; offset < 9; offset += piece) {
            uint32_t count = offset + piece < 9 ? piece : 9 - offset;
            stream(MESSAGE_BATCH, 3, offset, samples + offset, count);
            expect_ok(MESSAGE_BATCH, 8);
            CHECK_EQUAL(reply_u32(0), (offset + count) / 3);
            CHECK_BITS(reply_f32(4), offset + count == 9 ? expected.loss : 0.0f);
        }
        expect_gradients(expected.gradients);
    }
}

/* Ten samples: groups of 4, 4 and 2. What is read before the end is what whole groups gave. */
static void samples_are_computed_in_groups(void) {
    float ten[30];
    for (int i = 0; i < 30; ++i) {
        ten[i] = samples[i % 9] + 0.01f * (float)i;
    }
    begin_configured();
    stream(MESSAGE_BATCH, 10, 0, ten, 30);
    float loss = reply_f32(4);
    float gradients[13];
    read_numbers(1, 0, 13);
    memcpy(gradients, reply.payload, 52);

    begin_configured();
    stream(MESSAGE_BATCH, 10, 0, ten, 9);
    CHECK_EQUAL(reply_u32(0), 3);
    static const float zeros[13];
    expect_gradients(zeros);
    read_numbers(2, 0, 1);
    expect_error(ERROR_NO_BATCH, MESSAGE_READ, 0, 0);
    stream(MESSAGE_BATCH, 10, 9, ten + 9, 6);
    CHECK_EQUAL(reply_u32(0), 5);
    read_numbers(2, 0, 1);
    expect_ok(MESSAGE_READ, 4);
    stream(MESSAGE_BATCH, 10, 15, ten + 15, 15);
    CHECK_EQUAL(reply_u32(0), 10);
    CHECK_BITS(reply_f32(4), loss);
    expect_gradients(gradients);
}

/* Each sample moves the parameters, as batches of one and STEP do. */
static void online_update_needs_no_step(void) {
    float stepped[13];
    begin_configured();
    for (uint32_t s = 0; s < 3; ++s) {
        stream(MESSAGE_BATCH, 1, 0, samples + 3 * s, 3);
        send(MESSAGE_STEP, NULL, 0);
    }
    read_numbers(0, 0, 13);
    memcpy(stepped, reply.payload, 52);

    uint8_t payload[SMALL_NETWORK_BYTES];
    small_network(payload);
    payload[3] = 1;
    send(MESSAGE_CONFIGURE, payload, sizeof payload);
    CHECK_EQUAL(reply_u32(8), 0); /* gradients */
    const uint8_t gradients[4] = {1};
    send(MESSAGE_DIGEST, gradients, 4);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_DIGEST, 13, 0);
    write_numbers(0, parameters, 13);
    stream(MESSAGE_EVALUATE, 3, 0, samples, 9);
    read_numbers(0, 0, 13);
    CHECK(memcmp(reply.payload, parameters, 52) == 0); /* evaluation moves nothing */
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    CHECK_EQUAL(reply_u32(0), 3);
    CHECK(reply_f32(4) > 0.0f);
    read_numbers(0, 0, 13);
    CHECK(memcmp(reply.payload, stepped, 52) == 0);
    read_numbers(1, 0, 1);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 1, 0);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
}

static void a_new_batch_begins_with_zero_gradients(void) {
    expected_t expected = compute_directly();
    begin_configured();
    stream(MESSAGE_BATCH, 5, 0, samples, 7);
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
}

static void batch_names_what_is_wrong(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 0, 0, samples, 3);
    expect_error(ERROR_BAD_VALUE, MESSAGE_BATCH, 0, 0);
    stream(MESSAGE_BATCH, 0x55555556, 0, samples, 3); /* 3 * that is above 2^32 */
    expect_error(ERROR_BAD_VALUE, MESSAGE_BATCH, 0, 0x55555556);
    stream(MESSAGE_BATCH, 3, 3, samples, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 0, 3);
    stream(MESSAGE_BATCH, 2, 0, samples, 7);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_BATCH, 7, 6);

    stream(MESSAGE_BATCH, 3, 0, samples, 4);
    stream(MESSAGE_BATCH, 3, 5, samples, 1);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 4, 5);
    stream(MESSAGE_BATCH, 3, 3, samples, 1);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 4, 3);
    stream(MESSAGE_BATCH, 4, 4, samples, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_BATCH, 0, 4);
    stream(MESSAGE_BATCH, 3, 4, samples, 6);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_BATCH, 10, 9);

    /* None of these had an effect. */
    expected_t expected = compute_directly();
    stream(MESSAGE_BATCH, 3, 4, samples + 4, 5);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
    stream(MESSAGE_BATCH, 3, 9, samples, 1);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 0, 9);
}

static void the_largest_batch_is_the_one_whose_end_has_a_number(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 0x55555555, 0, samples, 9); /* 2^32 - 1 numbers */
    expect_ok(MESSAGE_BATCH, 8);
    CHECK_EQUAL(reply_u32(0), 3);
}

static void step_needs_a_complete_batch(void) {
    begin_configured();
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
    stream(MESSAGE_BATCH, 3, 0, samples, 8);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 2, 3);
    stream(MESSAGE_BATCH, 3, 8, samples + 8, 1);
    send(MESSAGE_STEP, NULL, 0);
    expect_ok(MESSAGE_STEP, 12);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
}

static void evaluate_computes_the_loss_only(void) {
    expected_t expected = compute_directly();
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    stream(MESSAGE_EVALUATE, 3, 0, samples, 5);
    expect_ok(MESSAGE_EVALUATE, 8);
    CHECK_EQUAL(reply_u32(0), 1);
    CHECK_BITS(reply_f32(4), 0.0f);
    stream(MESSAGE_EVALUATE, 3, 5, samples + 5, 4);
    CHECK_EQUAL(reply_u32(0), 3);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
    send(MESSAGE_STEP, NULL, 0);
    expect_ok(MESSAGE_STEP, 12); /* the batch was complete before */
}

static void evaluate_and_batch_end_each_other(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 3);
    stream(MESSAGE_EVALUATE, 3, 3, samples, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_EVALUATE, 0, 3); /* refused: the batch goes on */
    stream(MESSAGE_BATCH, 3, 3, samples + 3, 3);
    expect_ok(MESSAGE_BATCH, 8);
    stream(MESSAGE_EVALUATE, 3, 0, samples, 3);
    expect_ok(MESSAGE_EVALUATE, 8);
    stream(MESSAGE_BATCH, 3, 6, samples + 6, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 0, 6);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 2, 3);
    stream(MESSAGE_BATCH, 3, 0, samples, 3);
    stream(MESSAGE_EVALUATE, 3, 3, samples + 3, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_EVALUATE, 0, 3);
}

static void outputs_are_those_of_the_last_sample(void) {
    begin_configured();
    stream(MESSAGE_EVALUATE, 1, 0, samples, 3);
    read_numbers(2, 0, 1);
    expect_ok(MESSAGE_READ, 4);
    float y = reply_f32(0);
    CHECK_BITS(network.layers[1].a[0], y);
    double error = (double)y - (double)samples[2];
    CHECK(fabs(error) > 0.01);
    stream(MESSAGE_EVALUATE, 1, 0, samples, 3);
    CHECK_NEAR(reply_f32(4), error * error, 4 * 0x1p-24 * error * error + 0x1p-25); /* y - t is rounded by 2^-25 */
    read_numbers(2, 0, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 2, 1);
}

int main(void) {
    RUN(configure_zeroes_and_ends_batches);
    RUN(parameters_come_back_as_written);
    RUN(write_stays_within_the_parameters);
    RUN(write_checks_its_fields);
    RUN(a_board_goes_on_where_another_stopped);
    RUN(digest_is_a_crc_for_each_tensor);
    RUN(read_checks_its_fields);
    RUN(read_gives_256_numbers_at_once);
    RUN(each_loss_and_optimizer_trains_and_shows_its_state);
    RUN(configure_zeroes_the_state);
    RUN(batch_trains_on_samples_as_they_arrive);
    RUN(batch_may_be_split_anywhere);
    RUN(samples_are_computed_in_groups);
    RUN(online_update_needs_no_step);
    RUN(a_new_batch_begins_with_zero_gradients);
    RUN(batch_names_what_is_wrong);
    RUN(the_largest_batch_is_the_one_whose_end_has_a_number);
    RUN(step_needs_a_complete_batch);
    RUN(evaluate_computes_the_loss_only);
    RUN(evaluate_and_batch_end_each_other);
    RUN(outputs_are_those_of_the_last_sample);
    return EXIT_SUCCESS;
}
