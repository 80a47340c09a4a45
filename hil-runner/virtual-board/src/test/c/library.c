/* Exercises newlib and libgcc: code that nobody of this project wrote. Its output must be the same on every machine. */
#include "start.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 60

static uint32_t seed = 1;

static uint32_t random_bits(void) {
    seed = seed * 1664525u + 1013904223u;
    return seed ^ seed >> 16;
}

static uint64_t random_long(void) {
    uint64_t high = random_bits();
    return (high << 32 | random_bits()) >> (random_bits() & 63u);
}

/* Any double, or one that is near 1. */
static double random_double(void) {
    uint64_t bits = random_long() | (uint64_t)random_bits() << 32;
    if ((random_bits() & 1u) != 0) {
        bits = (bits & 0x800FFFFFFFFFFFFFu) | (uint64_t)(1000u + (random_bits() & 31u)) << 52;
    }
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void print(const char *format, ...) {
    char line[200];
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    emit(line, (size_t)count);
}

static void print_bits(const char *name, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    print("%s %08lx%08lx\n", name, (unsigned long)(bits >> 32), (unsigned long)bits);
}

static void soft_double(void) {
    for (int round = 0; round < ROUNDS; ++round) {
        double a = random_double();
        double b = random_double();
        print_bits("add", a + b);
        print_bits("sub", a - b);
        print_bits("mul", a * b);
        print_bits("div", a / b);
        print("%d%d%d%d %d\n", a < b, a <= b, a == b, a != b, (int)isnan(a - b));
        print("%d %u %lld\n", (int)fmod(a, 1e9), (unsigned)fmod(fabs(b), 4e9), (long long)fmod(a, 1e18));
        print_bits("float", (double)(float)a);
        print_bits("int", (double)(int64_t)random_long() + (double)random_long());
    }
}

static void functions(void) {
    for (int round = 0; round < ROUNDS / 2; ++round) {
        double x = (int32_t)random_bits() * 1e-8;
        print("%.17g %.17g %.17g %.17g\n", sin(x), exp(x), log(fabs(x)), sqrt(fabs(x)));
        print("%.17g %.17g %.17g\n", pow(fabs(x), 1.7), atan2(x, 2.0), tanh(x));
        float y = (float)x;
        print("%.9g %.9g %.9g %.9g\n", (double)sinf(y), (double)expf(y), (double)sqrtf(fabsf(y)), (double)fmaf(y, y, y));
        print("%ld %ld %.9g\n", lroundf(y * 100.0f), lrint(x * 100.0), (double)fmodf(y * 100.0f, 0.7f));
    }
}

static void formats(void) {
    for (int round = 0; round < ROUNDS; ++round) {
        double value = random_double();
        char text[64];
        snprintf(text, sizeof text, "%.12e", value);
        print("%-24s %g %+.3f|", text, value, fmod(value, 1e6));
        print_bits("", strtod(text, NULL));
        uint64_t number = random_long();
        print("%llu %lld %llx %08x %+d %#o\n", number, (long long)number, number, (unsigned)number, (int)number, (unsigned)number);
    }
}

static void division(void) {
    for (int round = 0; round < ROUNDS; ++round) {
        uint64_t a = random_long();
        uint64_t b = random_long() | 1u;
        int64_t c = (int64_t)a * ((random_bits() & 1u) != 0 ? -1 : 1);
        print("%llu %llu %lld %lld\n", a / b, a % b, c / (int64_t)b, c % (int64_t)b);
        print("%llx %llx %llx\n", a << (b & 63u), a >> (b & 63u), (uint64_t)(c >> (b & 63u)));
        print("%u %d %u\n", (unsigned)a / (unsigned)(b | 1u), (int)a / ((int)(b & 0xFFFFu) + 1), (unsigned)a % 10u);
        print("%.9g %.9g\n", (double)(float)a, (double)(float)c);
        print("%llu %lld\n", (uint64_t)fabsf((float)a * 0.37f), (int64_t)((float)c * -0.5f));
    }
}

static int by_value(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sorting(void) {
    static int32_t values[300];
    static char texts[100][12];
    static const char *order[100];
    for (int i = 0; i < 300; ++i) {
        values[i] = (int32_t)random_bits() >> (i & 15);
    }
    for (int i = 0; i < 100; ++i) {
        snprintf(texts[i], sizeof texts[i], "%x", (unsigned)random_bits() & 0xFFFFFu);
        order[i] = texts[i];
    }
    qsort(values, 300, sizeof *values, by_value);
    qsort(order, 100, sizeof *order, by_text);
    for (int i = 0; i < 100; ++i) {
        print("%ld %s\n", (long)values[3 * i], order[i]);
    }
}

static void memory(void) {
    static char from[256];
    static char to[256];
    uint32_t sum = 0;
    for (int round = 0; round < 600; ++round) {
        for (int i = 0; i < 256; ++i) {
            from[i] = (char)(random_bits() >> 8);
        }
        size_t a = random_bits() % 40u;
        size_t b = random_bits() % 40u;
        size_t count = random_bits() % 200u;
        memcpy(to + a, from + b, count);
        memmove(from + a, from + b, count);
        memset(to + b, round, count / 3u);
        from[255] = '\0';
        sum = sum * 31u + (uint32_t)memcmp(from, to, 200) + strlen(from) + (uint32_t)(strchr(from, 'a') - from);
        for (int i = 0; i < 256; ++i) {
            sum = sum * 31u + (unsigned char)to[i] + (unsigned char)from[i];
        }
        if (round % 20 == 0) {
            print("%08lx\n", (unsigned long)sum);
        }
    }
    char *block = malloc(3000);
    char *other = realloc(block, 6000);
    free(other);
    print("%d\n", calloc(20, 20) != NULL);
}

void run(void) {
    division();
    sorting();
    memory();
    formats();
    functions();
    soft_double();
}
