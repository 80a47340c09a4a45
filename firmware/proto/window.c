#include "proto/window.h"

#include <string.h>

void window_begin(window_t *window, uint16_t next) {
    window->next = next;
    for (uint32_t i = 0; i < WINDOW_SLOTS; ++i) {
        window->slots[i].content = SLOT_EMPTY;
    }
}

slot_t *window_slot(window_t *window, uint16_t sequence) {
    return &window->slots[sequence % WINDOW_SLOTS];
}

static const slot_t *slot_with(const window_t *window, uint16_t sequence, slot_content_t content) {
    const slot_t *slot = &window->slots[sequence % WINDOW_SLOTS];
    return slot->content == content && slot->sequence == sequence ? slot : NULL;
}

window_place_t window_place(const window_t *window, uint16_t sequence) {
    uint16_t ahead = (uint16_t)(sequence - window->next);
    if (ahead == 0) {
        return WINDOW_NEXT;
    }
    if (ahead < WINDOW_SLOTS) {
        return WINDOW_EARLY;
    }
    if (ahead < 0x8000u) {
        return WINDOW_BEYOND;
    }
    return slot_with(window, sequence, SLOT_REPLY) != NULL ? WINDOW_REPEATED : WINDOW_OLD;
}

void window_keep(window_t *window, const frame_t *request) {
    slot_t *slot = window_slot(window, request->sequence);
    slot->content = SLOT_REQUEST;
    slot->sequence = request->sequence;
    slot->type = request->type;
    slot->length = request->length;
    memcpy(slot->bytes, request->payload, request->length);
}

uint16_t window_held(const window_t *window) {
    uint16_t held = 0;
    for (uint16_t i = 1; i < WINDOW_SLOTS; ++i) {
        if (slot_with(window, (uint16_t)(window->next + i), SLOT_REQUEST) != NULL) {
            held = (uint16_t)(held | 1u << i);
        }
    }
    return held;
}

bool window_take(window_t *window, frame_t *request) {
    const slot_t *slot = slot_with(window, window->next, SLOT_REQUEST);
    if (slot == NULL) {
        return false;
    }
    request->type = slot->type;
    request->sequence = slot->sequence;
    request->payload = slot->bytes;
    request->length = (uint32_t)slot->length;
    return true;
}
