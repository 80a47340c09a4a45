/*
 * Reads the files of test/vectors: one vector per line, # begins a comment.
 */
#ifndef TEST_VECTORS_H
#define TEST_VECTORS_H

#include "check.h"

#include <stdbool.h>

#define LINE_BYTES 8192

static inline size_t from_hex(const char *hex, uint8_t *bytes) {
    size_t count = 0;
    if (strcmp(hex, "-") == 0) {
        return 0;
    }
    for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2) {
        unsigned value;
        CHECK(sscanf(hex, "%2x", &value) == 1);
        bytes[count++] = (uint8_t)value;
    }
    return count;
}

static inline FILE *open_vectors(const char *folder, const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    return file;
}

/* Reads the next vector; false, with the file closed, at the end. */
static inline bool next_line(FILE *file, char line[LINE_BYTES]) {
    do {
        if (fgets(line, LINE_BYTES, file) == NULL) {
            fclose(file);
            return false;
        }
    } while (line[0] == '#');
    line[strcspn(line, "\r\n")] = '\0';
    return true;
}

#endif
