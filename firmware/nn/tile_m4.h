/*
 * Tiles of 4 by 4 on the Cortex-M4F. Included by tiles.c only.
 *
 * Why assembly: the compiler loads one float32 with each instruction (2 cycles), VLDM up to 16 (1 + n cycles), and
 * moves its pointer for nothing. With 16 sums in registers that is the difference between 3.1 and 2.3 instructions per
 * product. The compiler keeps the loops around the tiles, the edges, and everything else.
 *
 * Registers: s0 to s15 hold the 16 numbers that stay, element (r, s) in s(4 r + s); s16 to s19 one number of each
 * sample; s20 to s27 what comes from w or dw; s28 to s31 products that wait for their sum, four at a time, so that none
 * is used by the instruction after it (1 cycle more).
 *
 * Loops take two steps a turn; an odd number begins with a single one, which keeps the order.
 */
#ifndef NN_TILE_M4_H
#define NN_TILE_M4_H

/* Four sums grow by a product each: sum_k = nn_mac(sum_k, a_k, b_k). */
#ifdef NN_FMA
#define MAC4(sum0, a0, b0, sum1, a1, b1, sum2, a2, b2, sum3, a3, b3)                                                   \
    "vfma.f32 " #sum0 ", " #a0 ", " #b0 "\n\t"                                                                         \
    "vfma.f32 " #sum1 ", " #a1 ", " #b1 "\n\t"                                                                         \
    "vfma.f32 " #sum2 ", " #a2 ", " #b2 "\n\t"                                                                         \
    "vfma.f32 " #sum3 ", " #a3 ", " #b3 "\n\t"
#else
#define MAC4(sum0, a0, b0, sum1, a1, b1, sum2, a2, b2, sum3, a3, b3)                                                   \
    "vmul.f32 s28, " #a0 ", " #b0 "\n\t"                                                                               \
    "vmul.f32 s29, " #a1 ", " #b1 "\n\t"                                                                               \
    "vmul.f32 s30, " #a2 ", " #b2 "\n\t"                                                                               \
    "vmul.f32 s31, " #a3 ", " #b3 "\n\t"                                                                               \
    "vadd.f32 " #sum0 ", " #sum0 ", s28\n\t"                                                                           \
    "vadd.f32 " #sum1 ", " #sum1 ", s29\n\t"                                                                           \
    "vadd.f32 " #sum2 ", " #sum2 ", s30\n\t"                                                                           \
    "vadd.f32 " #sum3 ", " #sum3 ", s31\n\t"
#endif

/* Element (r, s) grows by w_r times number s of s16 to s19. */
#define OUTER_PRODUCT(w0, w1, w2, w3)                                                                                  \
    MAC4(s0, w0, s16, s1, w0, s17, s2, w0, s18, s3, w0, s19)                                                           \
    MAC4(s4, w1, s16, s5, w1, s17, s6, w1, s18, s7, w1, s19)                                                           \
    MAC4(s8, w2, s16, s9, w2, s17, s10, w2, s18, s11, w2, s19)                                                         \
    MAC4(s12, w3, s16, s13, w3, s17, s14, w3, s18, s15, w3, s19)

/* `single` once if `count` is odd, then `twice` for each two; `count` is used up. */
#define STEPS(count, single, twice)                                                                                    \
    "lsrs " count ", " count ", #1\n\t"                                                                                \
    "bcc 1f\n\t" single "1:\n\t"                                                                                       \
    "cmp " count ", #0\n\t"                                                                                            \
    "beq 3f\n"                                                                                                         \
    "2:\n\t" twice "subs " count ", " count ", #1\n\t"                                                                 \
    "bne 2b\n"                                                                                                         \
    "3:\n\t"

#define ALL_FP_REGISTERS                                                                                               \
    "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12", "s13", "s14", "s15", "s16",       \
        "s17", "s18", "s19", "s20", "s21", "s22", "s23", "s24", "s25", "s26", "s27", "s28", "s29", "s30", "s31"

/* clang-format off */

/* z (4, 4) = b + w x for 4 rows of w. */
static void tile_forward(float *z, const float *x, const float *w, const float *b, uint32_t inputs) {
    const float *w1 = w + inputs;
    const float *w2 = w1 + inputs;
    const float *w3 = w2 + inputs;
    __asm__ volatile("vldr s0, [%[b]]              \n\t"
                     "vldr s4, [%[b], #4]          \n\t"
                     "vldr s8, [%[b], #8]          \n\t"
                     "vldr s12, [%[b], #12]        \n\t"
                     "vmov.f32 s1, s0              \n\t"
                     "vmov.f32 s2, s0              \n\t"
                     "vmov.f32 s3, s0              \n\t"
                     "vmov.f32 s5, s4              \n\t"
                     "vmov.f32 s6, s4              \n\t"
                     "vmov.f32 s7, s4              \n\t"
                     "vmov.f32 s9, s8              \n\t"
                     "vmov.f32 s10, s8             \n\t"
                     "vmov.f32 s11, s8             \n\t"
                     "vmov.f32 s13, s12            \n\t"
                     "vmov.f32 s14, s12            \n\t"
                     "vmov.f32 s15, s12            \n\t"
                     STEPS("%[count]",
                         "vldmia %[x]!, {s16-s19}  \n\t"
                         "vldmia %[w0]!, {s20}     \n\t"
                         "vldmia %[w1]!, {s22}     \n\t"
                         "vldmia %[w2]!, {s24}     \n\t"
                         "vldmia %[w3]!, {s26}     \n\t"
                         OUTER_PRODUCT(s20, s22, s24, s26),
                         "vldmia %[x]!, {s16-s19}  \n\t"
                         "vldmia %[w0]!, {s20-s21} \n\t"
                         "vldmia %[w1]!, {s22-s23} \n\t"
                         "vldmia %[w2]!, {s24-s25} \n\t"
                         "vldmia %[w3]!, {s26-s27} \n\t"
                         OUTER_PRODUCT(s20, s22, s24, s26)
                         "vldmia %[x]!, {s16-s19}  \n\t"
                         OUTER_PRODUCT(s21, s23, s25, s27))
                     "vstmia %[z], {s0-s15}"
                     : [x] "+r"(x), [w0] "+r"(w), [w1] "+r"(w1), [w2] "+r"(w2), [w3] "+r"(w3), [count] "+r"(inputs)
                     : [z] "r"(z), [b] "r"(b)
                     : "cc", "memory", ALL_FP_REGISTERS);
}

/* Row i of four columns of dw takes the samples of dz_i one after the other; s0 to s15 are x. */
#define GRADIENT_ROW                                                                                                   \
    "vldmia %[dz]!, {s16-s19}     \n\t"                                                                                \
    "vldmia %[dw], {s20-s23}      \n\t"                                                                                \
    MAC4(s20, s16, s0, s21, s16, s4, s22, s16, s8, s23, s16, s12)                                                      \
    MAC4(s20, s17, s1, s21, s17, s5, s22, s17, s9, s23, s17, s13)                                                      \
    MAC4(s20, s18, s2, s21, s18, s6, s22, s18, s10, s23, s18, s14)                                                     \
    MAC4(s20, s19, s3, s21, s19, s7, s22, s19, s11, s23, s19, s15)                                                     \
    "vstmia %[dw], {s20-s23}      \n\t"                                                                                \
    "add %[dw], %[dw], %[stride]  \n\t"

/* dw += dz x^T for 4 columns of dw, whose rows are `stride` apart; x (4, 4). */
static void tile_gradient(float *dw, const float *dz, const float *x, uint32_t stride, uint32_t outputs) {
    __asm__ volatile("vldmia %[x], {s0-s15}        \n\t"
                     STEPS("%[count]", GRADIENT_ROW, GRADIENT_ROW GRADIENT_ROW)
                     : [dw] "+r"(dw), [dz] "+r"(dz), [count] "+r"(outputs)
                     : [x] "r"(x), [stride] "r"(stride * sizeof(float))
                     : "cc", "memory", ALL_FP_REGISTERS);
}

/* db += the samples of dz, one after the other, for 4 rows. */
static void tile_gradient_of_bias(float *db, const float *dz) {
    __asm__ volatile("vldmia %[dz], {s0-s15}       \n\t"
                     "vldmia %[db], {s16-s19}      \n\t"
                     "vadd.f32 s16, s16, s0        \n\t"
                     "vadd.f32 s17, s17, s4        \n\t"
                     "vadd.f32 s18, s18, s8        \n\t"
                     "vadd.f32 s19, s19, s12       \n\t"
                     "vadd.f32 s16, s16, s1        \n\t"
                     "vadd.f32 s17, s17, s5        \n\t"
                     "vadd.f32 s18, s18, s9        \n\t"
                     "vadd.f32 s19, s19, s13       \n\t"
                     "vadd.f32 s16, s16, s2        \n\t"
                     "vadd.f32 s17, s17, s6        \n\t"
                     "vadd.f32 s18, s18, s10       \n\t"
                     "vadd.f32 s19, s19, s14       \n\t"
                     "vadd.f32 s16, s16, s3        \n\t"
                     "vadd.f32 s17, s17, s7        \n\t"
                     "vadd.f32 s18, s18, s11       \n\t"
                     "vadd.f32 s19, s19, s15       \n\t"
                     "vstmia %[db], {s16-s19}"
                     :
                     : [db] "r"(db), [dz] "r"(dz)
                     : "memory", ALL_FP_REGISTERS);
}

#define HAND_BACK_ROW                                                                                                  \
    "vldmia %[dz]!, {s16-s19}     \n\t"                                                                                \
    "vldmia %[w], {s20-s23}       \n\t"                                                                                \
    "add %[w], %[w], %[stride]    \n\t"                                                                                \
    OUTER_PRODUCT(s20, s21, s22, s23)

/* d = 0 unless a > 0; a NaN is not. */
#define STOP_UNLESS_POSITIVE(d, a)                                                                                     \
    "vcmp.f32 " #a ", #0.0        \n\t"                                                                                \
    "vmrs APSR_nzcv, fpscr        \n\t"                                                                                \
    "it le                        \n\t"                                                                                \
    "vmovle " #d ", %[zero]       \n\t"

/* d (4, 4) = w^T dz for 4 columns of w, whose rows are `stride` apart; where a ReLU is given its output a (4, 4), times
 * its derivative. */
static void tile_hand_back(float *d, const float *a, const float *dz, const float *w, uint32_t stride, uint32_t outputs) {
    __asm__ volatile("vmov s0, s1, %[zero], %[zero]   \n\t"
                     "vmov s2, s3, %[zero], %[zero]   \n\t"
                     "vmov s4, s5, %[zero], %[zero]   \n\t"
                     "vmov s6, s7, %[zero], %[zero]   \n\t"
                     "vmov s8, s9, %[zero], %[zero]   \n\t"
                     "vmov s10, s11, %[zero], %[zero] \n\t"
                     "vmov s12, s13, %[zero], %[zero] \n\t"
                     "vmov s14, s15, %[zero], %[zero] \n\t"
                     STEPS("%[count]", HAND_BACK_ROW, HAND_BACK_ROW HAND_BACK_ROW)
                     "cmp %[a], #0                    \n\t"
                     "beq 4f                          \n\t"
                     "vldmia %[a], {s16-s31}          \n\t"
                     STOP_UNLESS_POSITIVE(s0, s16)
                     STOP_UNLESS_POSITIVE(s1, s17)
                     STOP_UNLESS_POSITIVE(s2, s18)
                     STOP_UNLESS_POSITIVE(s3, s19)
                     STOP_UNLESS_POSITIVE(s4, s20)
                     STOP_UNLESS_POSITIVE(s5, s21)
                     STOP_UNLESS_POSITIVE(s6, s22)
                     STOP_UNLESS_POSITIVE(s7, s23)
                     STOP_UNLESS_POSITIVE(s8, s24)
                     STOP_UNLESS_POSITIVE(s9, s25)
                     STOP_UNLESS_POSITIVE(s10, s26)
                     STOP_UNLESS_POSITIVE(s11, s27)
                     STOP_UNLESS_POSITIVE(s12, s28)
                     STOP_UNLESS_POSITIVE(s13, s29)
                     STOP_UNLESS_POSITIVE(s14, s30)
                     STOP_UNLESS_POSITIVE(s15, s31)
                     "4:                              \n\t"
                     "vstmia %[d], {s0-s15}"
                     : [dz] "+r"(dz), [w] "+r"(w), [count] "+r"(outputs)
                     : [d] "r"(d), [a] "r"(a), [zero] "r"(0), [stride] "r"(stride * sizeof(float))
                     : "cc", "memory", ALL_FP_REGISTERS);
}

/* clang-format on */

#endif
