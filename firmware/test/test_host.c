/*
 * Talks to the host build through pipes, as a user's process would.
 */
#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Frame "hello" of vectors/frames.txt, and RESET with its nonce, sequence 1 (CRC by gzip). */
static const uint8_t hello[] = {
    0x02, 0x01, 0x01, 0x01, 0x06, 0x78, 0x56, 0x34, 0x12, 0x02, 0x01, 0x01, 0x05, 0x7a, 0x95, 0x02, 0xf0, 0x00};
static const uint8_t reset[] = {0x02, 0x0a, 0x02, 0x01, 0x09, 0x78, 0x56, 0x34, 0x12, 0xca, 0x48, 0x97, 0xb1, 0x00};

static int to_board;
static int from_board;

static void send_bytes(const uint8_t *bytes, size_t count) {
    CHECK(write(to_board, bytes, count) == (ssize_t)count);
}

/* Reads up to and with the next delimiter and undoes COBS; returns the length. */
static size_t receive_frame(uint8_t *bytes) {
    size_t left = 0;
    size_t count = 0;
    int full = 1;
    for (;;) {
        uint8_t byte;
        CHECK(read(from_board, &byte, 1) == 1);
        if (byte == 0) {
            return count;
        }
        if (left == 0) {
            if (!full) {
                bytes[count++] = 0;
            }
            left = byte - 1u;
            full = byte == 255;
        } else {
            bytes[count++] = byte;
            --left;
        }
    }
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    int in[2], out[2];
    CHECK(pipe(in) == 0 && pipe(out) == 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        close(out[0]);
        execl(argv[1], argv[1], (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_board = in[1];
    from_board = out[0];
    uint8_t reply[2048];

    check_running = "answers_hello";
    send_bytes(hello, sizeof hello);
    CHECK_EQUAL(receive_frame(reply), 12 + 108);
    CHECK_EQUAL(reply[0], 0x81);
    CHECK_EQUAL(reply[8], 4);      /* protocol version */
    CHECK_EQUAL(reply[8 + 46], 1); /* power-on */
    CHECK_EQUAL(reply[8 + 48], 0);

    check_running = "reset_counts_and_ends_the_session";
    send_bytes(reset, sizeof reset);
    CHECK_EQUAL(receive_frame(reply), 12);
    CHECK_EQUAL(reply[0], 0x8A);
    send_bytes(reset, sizeof reset);
    CHECK_EQUAL(receive_frame(reply), 12 + 12);
    CHECK_EQUAL(reply[0], 0xFF);
    CHECK_EQUAL(reply[8], 6); /* NO_SESSION */
    send_bytes(hello, sizeof hello);
    CHECK_EQUAL(receive_frame(reply), 12 + 108);
    CHECK_EQUAL(reply[8 + 46], 4); /* software */
    CHECK_EQUAL(reply[8 + 48], 1);

    check_running = "ends_with_its_input";
    close(to_board);
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    printf("ok\n");
    return EXIT_SUCCESS;
}
