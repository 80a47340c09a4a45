/*
 * Loops over many numbers that the compiler makes twice as long as need be: on the Cortex-M4F in assembly, several
 * numbers at a time; elsewhere, and in a build with plain kernels, not at all. Each returns how many numbers it has
 * done, from the first on, with the bits of the loop in C that does the rest.
 *
 * Why assembly: the compiler moves numbers one by one, and compares floats through the FPU's flags (VCMP, VMRS). As
 * integers the bits of floats above 0 lie in one range, and so do those of floats up to -0; NaN is in neither.
 */
#ifndef NN_BLOCKS_H
#define NN_BLOCKS_H

#include <stdint.h>

#if defined(__ARM_ARCH_7EM__) && defined(__ARM_FP) && !defined(NN_PLAIN)

/* a = a <= 0 ? 0 : a. Bits from 0x80000000 (-0) to 0xFF800000 (minus infinity) have the sign that ASR spreads. */
static inline uint32_t relu_blocks(float *a, uint32_t count) {
    /* clang-format off */
    for (const float *end = a + (count & ~3u); a < end;) {
        __asm__ volatile("ldmia %[a], {r2-r5}          \n\t"
                         "cmp r2, %[infinity]          \n\t"
                         "it ls                        \n\t"
                         "bicls r2, r2, r2, asr #31    \n\t"
                         "cmp r3, %[infinity]          \n\t"
                         "it ls                        \n\t"
                         "bicls r3, r3, r3, asr #31    \n\t"
                         "cmp r4, %[infinity]          \n\t"
                         "it ls                        \n\t"
                         "bicls r4, r4, r4, asr #31    \n\t"
                         "cmp r5, %[infinity]          \n\t"
                         "it ls                        \n\t"
                         "bicls r5, r5, r5, asr #31    \n\t"
                         "stmia %[a]!, {r2-r5}"
                         : [a] "+r"(a)
                         : [infinity] "r"(0xFF800000u)
                         : "r2", "r3", "r4", "r5", "cc", "memory");
    }
    /* clang-format on */
    return count & ~3u;
}

/* dz = a > 0 ? d : 0. Bits from 1 to 0x7F800000 (infinity) are those above 0. */
static inline uint32_t relu_slope_blocks(float *dz, const float *d, const float *a, uint32_t count) {
    /* clang-format off */
    for (const float *end = a + (count & ~3u); a < end;) {
        __asm__ volatile("ldmia %[a]!, {r4-r7}         \n\t"
                         "ldmia %[d]!, {r8-r10, r12}   \n\t"
                         "subs r4, r4, #1              \n\t"
                         "cmp r4, #0x7F800000          \n\t"
                         "it hs                        \n\t"
                         "movhs r8, #0                 \n\t"
                         "subs r5, r5, #1              \n\t"
                         "cmp r5, #0x7F800000          \n\t"
                         "it hs                        \n\t"
                         "movhs r9, #0                 \n\t"
                         "subs r6, r6, #1              \n\t"
                         "cmp r6, #0x7F800000          \n\t"
                         "it hs                        \n\t"
                         "movhs r10, #0                \n\t"
                         "subs r7, r7, #1              \n\t"
                         "cmp r7, #0x7F800000          \n\t"
                         "it hs                        \n\t"
                         "movhs r12, #0                \n\t"
                         "stmia %[dz]!, {r8-r10, r12}"
                         : [dz] "+r"(dz), [d] "+r"(d), [a] "+r"(a)
                         :
                         : "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r12", "cc", "memory");
    }
    /* clang-format on */
    return count & ~3u;
}

/* w = w - eta * (dw * clip), each operation rounded. */
static inline uint32_t sgd_blocks(float *w, const float *dw, uint32_t count, float eta, float clip) {
    /* clang-format off */
    for (const float *end = w + (count & ~7u); w < end;) {
        __asm__ volatile("vldmia %[dw]!, {s16-s23}     \n\t"
                         "vldmia %[w], {s24-s31}       \n\t"
                         "vmul.f32 s16, s16, %[clip]   \n\t"
                         "vmul.f32 s17, s17, %[clip]   \n\t"
                         "vmul.f32 s18, s18, %[clip]   \n\t"
                         "vmul.f32 s19, s19, %[clip]   \n\t"
                         "vmul.f32 s20, s20, %[clip]   \n\t"
                         "vmul.f32 s21, s21, %[clip]   \n\t"
                         "vmul.f32 s22, s22, %[clip]   \n\t"
                         "vmul.f32 s23, s23, %[clip]   \n\t"
                         "vmul.f32 s16, s16, %[eta]    \n\t"
                         "vmul.f32 s17, s17, %[eta]    \n\t"
                         "vmul.f32 s18, s18, %[eta]    \n\t"
                         "vmul.f32 s19, s19, %[eta]    \n\t"
                         "vmul.f32 s20, s20, %[eta]    \n\t"
                         "vmul.f32 s21, s21, %[eta]    \n\t"
                         "vmul.f32 s22, s22, %[eta]    \n\t"
                         "vmul.f32 s23, s23, %[eta]    \n\t"
                         "vsub.f32 s24, s24, s16       \n\t"
                         "vsub.f32 s25, s25, s17       \n\t"
                         "vsub.f32 s26, s26, s18       \n\t"
                         "vsub.f32 s27, s27, s19       \n\t"
                         "vsub.f32 s28, s28, s20       \n\t"
                         "vsub.f32 s29, s29, s21       \n\t"
                         "vsub.f32 s30, s30, s22       \n\t"
                         "vsub.f32 s31, s31, s23       \n\t"
                         "vstmia %[w]!, {s24-s31}"
                         : [w] "+r"(w), [dw] "+r"(dw)
                         : [eta] "t"(eta), [clip] "t"(clip)
                         : "memory", "s16", "s17", "s18", "s19", "s20", "s21", "s22", "s23", "s24", "s25", "s26",
                           "s27", "s28", "s29", "s30", "s31");
    }
    /* clang-format on */
    return count & ~7u;
}

#else

static inline uint32_t relu_blocks(float *a, uint32_t count) {
    (void)a;
    (void)count;
    return 0;
}

static inline uint32_t relu_slope_blocks(float *dz, const float *d, const float *a, uint32_t count) {
    (void)dz;
    (void)d;
    (void)a;
    (void)count;
    return 0;
}

static inline uint32_t sgd_blocks(float *w, const float *dw, uint32_t count, float eta, float clip) {
    (void)w;
    (void)dw;
    (void)count;
    (void)eta;
    (void)clip;
    return 0;
}

#endif

#endif
