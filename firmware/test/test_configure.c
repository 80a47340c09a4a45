/*
 * CONFIGURE: its plan, the range of every field, and vectors/configure.txt.
 */
#include "client.h"
#include "vectors.h"

static const char *vector_folder;

/// Plan ///

static void configure_answers_with_the_plan(void) {
    const uint32_t state_bytes[NN_OPTIMIZERS] = {0, 52, 52, 104};
    for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
        begin_session();
        uint8_t payload[SMALL_NETWORK_BYTES];
        send(MESSAGE_CONFIGURE, payload, small_network_with(payload, NN_MSE, (nn_optimizer_t)optimizer));
        expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
        uint32_t state = state_bytes[optimizer];
        const uint32_t expected[] = {13, 52, 52, 64, 0, state, 48, 216 + state, ARENA_BYTES, 4};
        for (size_t i = 0; i < PLAN_BYTES / 4; ++i) {
            CHECK_EQUAL(reply_u32(4 * i), expected[i]);
        }
        read_numbers(0, 0, 13);
        for (size_t i = 0; i < 13; ++i) {
            CHECK_EQUAL(reply_u32(4 * i), 0);
        }
    }
}

/* One linear layer with 1 output, momentum: total = 4 * (3 (n + 1) + 4 + 4 (n + 1)) = 28 n + 44 bytes for n inputs. */
static void send_wide(uint16_t inputs) {
    uint8_t payload[SMALL_NETWORK_BYTES];
    small_network_with(payload, NN_MSE, NN_MOMENTUM);
    payload[0] = 1;
    wire_put_u16(payload + 32, inputs);
    wire_put_u16(payload + 34, 1);
    payload[36] = NN_LINEAR;
    send(MESSAGE_CONFIGURE, payload, 38);
}

static void a_plan_that_does_not_fit_is_refused_with_both_numbers(void) {
    begin_session();
    send_wide(144);
    expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
    CHECK_EQUAL(reply_u32(28), 28 * 144 + 44);
    send_wide(145);
    expect_error(ERROR_OUT_OF_MEMORY, MESSAGE_CONFIGURE, 28 * 145 + 44, ARENA_BYTES);

    uint8_t payload[SMALL_NETWORK_BYTES];
    size_t length = small_network(payload);
    memset(payload + 32, 0xFF, 4);
    send(MESSAGE_CONFIGURE, payload, length);
    expect_error(ERROR_OUT_OF_MEMORY, MESSAGE_CONFIGURE, 0xFFFFFFFF, ARENA_BYTES);
}

/// Fields ///

static void configure_with(size_t offset, uint8_t value) {
    uint8_t payload[SMALL_NETWORK_BYTES];
    size_t length = small_network(payload);
    payload[offset] = value;
    send(MESSAGE_CONFIGURE, payload, length);
}

static void configure_names_the_bad_byte(void) {
    begin_session();
    configure_with(0, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 0, 0);
    configure_with(0, NN_MAX_LAYERS + 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 0, NN_MAX_LAYERS + 1);
    configure_with(0, 3);
    expect_error(ERROR_BAD_LENGTH, MESSAGE_CONFIGURE, 42, 46);
    configure_with(0, 1);
    expect_error(ERROR_BAD_LENGTH, MESSAGE_CONFIGURE, 42, 38);
    configure_with(1, 3);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 1, 3);
    configure_with(2, 4);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 2, 4);
    configure_with(3, 2);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 3, 2);
    configure_with(32, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 32, 0);
    configure_with(34, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 34, 0);
    configure_with(38, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 38, 0);
    configure_with(40, 5);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 40, 5);
    configure_with(41, 255);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 41, 255);
    configure_with(36, NN_LEAKY_RELU);
    expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
}

/* The range of the f32 at an offset, as PROTOCOL.md has it. */
typedef enum { ZERO = 1, POSITIVE = 2, NOT_NEGATIVE = 4, BELOW_ONE = 8 } range_t;

static range_t range_at(uint32_t offset, nn_loss_t loss, nn_optimizer_t optimizer) {
    switch (offset) {
    case 4:
        return POSITIVE;
    case 8:
    case 12:
        return NOT_NEGATIVE;
    case 16:
        return optimizer == NN_SGD ? ZERO : BELOW_ONE;
    case 20:
        return optimizer == NN_ADAM ? BELOW_ONE : ZERO;
    case 24:
        return optimizer == NN_ADAM ? POSITIVE : ZERO;
    default:
        return loss == NN_HUBER ? POSITIVE : ZERO;
    }
}

static const struct {
    uint32_t bits;
    uint8_t good_for; /* ranges */
} values[] = {
    {0x00000000, ZERO | NOT_NEGATIVE | BELOW_ONE},
    {0x80000000, ZERO | NOT_NEGATIVE | BELOW_ONE}, /* -0 */
    {0x00000001, POSITIVE | NOT_NEGATIVE | BELOW_ONE},
    {0x80000001, 0},
    {0x3F000000, POSITIVE | NOT_NEGATIVE | BELOW_ONE},
    {0x3F7FFFFF, POSITIVE | NOT_NEGATIVE | BELOW_ONE}, /* the last below 1 */
    {0x3F800000, POSITIVE | NOT_NEGATIVE},
    {0xBF800000, 0},
    {0x7F7FFFFF, POSITIVE | NOT_NEGATIVE}, /* the largest */
    {0xFF7FFFFF, 0},
    {0x7F800000, 0},
    {0xFF800000, 0},
    {0x7FC00000, 0},
    {0xFFC00000, 0},
};

static void check_numbers(nn_loss_t loss, nn_optimizer_t optimizer) {
    for (uint32_t offset = 4; offset < 32; offset += 4) {
        range_t range = range_at(offset, loss, optimizer);
        for (size_t i = 0; i < sizeof values / sizeof *values; ++i) {
            uint8_t payload[SMALL_NETWORK_BYTES];
            size_t length = small_network_with(payload, loss, optimizer);
            wire_put_u32(payload + offset, values[i].bits);
            send(MESSAGE_CONFIGURE, payload, length);
            if ((values[i].good_for & range) != 0) {
                expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
            } else {
                expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, offset, values[i].bits);
            }
        }
    }
}

static void every_number_has_the_range_that_loss_and_optimizer_give_it(void) {
    begin_session();
    for (int loss = NN_MSE; loss < NN_LOSSES; ++loss) {
        for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
            check_numbers((nn_loss_t)loss, (nn_optimizer_t)optimizer);
        }
    }
}

/* The norm over all gradients is not known before the first of them is used. */
static void online_update_goes_without_clipping(void) {
    begin_session();
    uint8_t payload[SMALL_NETWORK_BYTES];
    size_t length = small_network(payload);
    payload[3] = 1;
    send(MESSAGE_CONFIGURE, payload, length);
    expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
    const float norm = 1.0f;
    memcpy(payload + 12, &norm, 4);
    send(MESSAGE_CONFIGURE, payload, length);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 12, 0x3F800000);
}

static void the_lowest_bad_field_is_named(void) {
    begin_session();
    uint8_t payload[SMALL_NETWORK_BYTES];
    memset(payload, 0xFF, sizeof payload);
    payload[0] = 2;
    const uint8_t good[SMALL_NETWORK_BYTES] = {2, NN_HUBER, NN_ADAM, 0, 0, 0, 0x80, 0x3E, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0x3F, 0, 0, 0, 0x3F, 0, 0, 0, 0x3F, 0, 0, 0, 0x3F, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0};
    const uint8_t fields[] = {1, 2, 3, 4, 8, 12, 16, 20, 24, 28};
    for (size_t i = 0; i < sizeof fields; ++i) {
        memcpy(payload, good, fields[i]);
        send(MESSAGE_CONFIGURE, payload, sizeof payload);
        expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, fields[i], fields[i] < 4 ? 0xFF : 0xFFFFFFFF);
    }
    memcpy(payload, good, 36);
    send(MESSAGE_CONFIGURE, payload, sizeof payload);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 36, 0xFF);
    send(MESSAGE_CONFIGURE, good, sizeof good);
    expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
}

static void a_refused_configure_forgets_the_former_network(void) {
    begin_configured();
    configure_with(0, 0);
    read_numbers(0, 0, 1);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_READ, 0, 0);
    configure();
    send(MESSAGE_CONFIGURE, NULL, 0);
    read_numbers(0, 0, 1);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_READ, 0, 0);
}

/// Vectors ///

static void answers_each_vector(void) {
    static alignas(8) uint8_t board_arena[114688];
    begin();
    dispatch_init(&dispatch, &network, board_arena, sizeof board_arena);
    hello();
    FILE *file = open_vectors(vector_folder, "configure.txt");
    char line[LINE_BYTES];
    unsigned count = 0;
    while (next_line(file, line)) {
        static char name[64], request_hex[2 * 1024 + 1], reply_hex[128];
        unsigned type;
        CHECK(sscanf(line, "%63s %2048s %x %127s", name, request_hex, &type, reply_hex) == 4);
        check_running = name;
        static uint8_t request[1024], expected[64];
        send(MESSAGE_CONFIGURE, request, from_hex(request_hex, request));
        CHECK_EQUAL(reply.type, type);
        CHECK_EQUAL(reply.length, from_hex(reply_hex, expected));
        CHECK(memcmp(reply.payload, expected, reply.length) == 0);
        if (strcmp(name, "adam_huber_everything") == 0) {
            const nn_training_t *training = &network.training;
            CHECK(training->loss == NN_HUBER && training->optimizer == NN_ADAM);
            CHECK_BITS(training->learning_rate, 0.001f);
            CHECK_BITS(training->weight_decay, 1e-4f);
            CHECK_BITS(training->clip_norm, 2.5f);
            CHECK_BITS(training->momentum, 0.9f);
            CHECK_BITS(training->beta2, 0.999f);
            CHECK_BITS(training->epsilon, 1e-8f);
            CHECK_BITS(training->huber_delta, 1.5f);
        }
        ++count;
    }
    CHECK(count >= 15);
    check_running = "answers_each_vector";
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    vector_folder = argv[1];
    RUN(configure_answers_with_the_plan);
    RUN(a_plan_that_does_not_fit_is_refused_with_both_numbers);
    RUN(configure_names_the_bad_byte);
    RUN(every_number_has_the_range_that_loss_and_optimizer_give_it);
    RUN(online_update_goes_without_clipping);
    RUN(the_lowest_bad_field_is_named);
    RUN(a_refused_configure_forgets_the_former_network);
    RUN(answers_each_vector);
    return EXIT_SUCCESS;
}
