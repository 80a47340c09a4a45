#include "proto/stats.h"

#include "port/board_api.h"
#include "proto/wire.h"

void stats_clear(stats_t *stats) {
    *stats = (stats_t){0};
    board_clear_link_errors();
}

uint32_t stats_add_cycles(uint64_t *phase, uint32_t start) {
    uint32_t now = board_cycles();
    *phase += now - start;
    return now;
}

size_t stats_write(const stats_t *stats, uint8_t *payload) {
    board_link_errors_t link = board_link_errors();
    wire_put_u64(payload, stats->forward_cycles);
    wire_put_u64(payload + 8, stats->backward_cycles);
    wire_put_u64(payload + 16, stats->update_cycles);
    wire_put_u32(payload + 24, board_stack_bytes());
    wire_put_u32(payload + 28, board_stack_high_water());
    wire_put_u32(payload + 32, stats->frames);
    wire_put_u32(payload + 36, stats->bad_frames);
    wire_put_u32(payload + 40, stats->bad_crcs);
    wire_put_u32(payload + 44, link.rx_overruns);
    wire_put_u32(payload + 48, link.rx_line_errors);
    wire_put_u32(payload + 52, stats->repeated);
    wire_put_u32(payload + 56, stats->early);
    wire_put_u32(payload + 60, stats->dropped);
    return 64;
}
