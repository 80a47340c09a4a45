package io.gradhil.virtual.cpu;

import static io.gradhil.virtual.cpu.Encoding.Trait.*;
import static io.gradhil.virtual.cpu.Immediate.*;

import java.util.List;

/** Floating-point instructions, and coprocessors that do not exist (A6.4 to A6.7). The first row that matches decides. */
final class EncodingsFp {
    static final List<Encoding> ROWS = List.of(
            Encoding.of("VMLA T2", "11101110 0 D 00 nnnn dddd 1010 N 0 M 0 mmmm", Op.VMLA, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VMLS T2", "11101110 0 D 00 nnnn dddd 1010 N 1 M 0 mmmm", Op.VMLS, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VNMLS T1", "11101110 0 D 01 nnnn dddd 1010 N 0 M 0 mmmm", Op.VNMLS, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VNMLA T1", "11101110 0 D 01 nnnn dddd 1010 N 1 M 0 mmmm", Op.VNMLA, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VMUL T2", "11101110 0 D 10 nnnn dddd 1010 N 0 M 0 mmmm", Op.VMUL, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VNMUL T2", "11101110 0 D 10 nnnn dddd 1010 N 1 M 0 mmmm", Op.VNMUL, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VADD T2", "11101110 0 D 11 nnnn dddd 1010 N 0 M 0 mmmm", Op.VADD, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VSUB T2", "11101110 0 D 11 nnnn dddd 1010 N 1 M 0 mmmm", Op.VSUB, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VDIV T1", "11101110 1 D 00 nnnn dddd 1010 N 0 M 0 mmmm", Op.VDIV, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VFNMS T1", "11101110 1 D 01 nnnn dddd 1010 N 0 M 0 mmmm", Op.VFNMS, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VFNMA T1", "11101110 1 D 01 nnnn dddd 1010 N 1 M 0 mmmm", Op.VFNMA, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VFMA T1", "11101110 1 D 10 nnnn dddd 1010 N 0 M 0 mmmm", Op.VFMA, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VFMS T1", "11101110 1 D 10 nnnn dddd 1010 N 1 M 0 mmmm", Op.VFMS, PLAIN, FP_D, FP_N, FP_M),
            Encoding.of("VMOV (immediate) T2", "111011101 D 11 iiii dddd 10100000 iiii", Op.VMOV_IMMEDIATE, FP, FP_D),
            Encoding.of(
                    "VMOV (register) T2",
                    "111011101 D 11 0000 dddd 1010 0 1 M 0 mmmm",
                    Op.VMOV_REGISTER,
                    PLAIN,
                    FP_D,
                    FP_M),
            Encoding.of("VABS T2", "111011101 D 11 0000 dddd 1010 1 1 M 0 mmmm", Op.VABS, PLAIN, FP_D, FP_M),
            Encoding.of("VNEG T2", "111011101 D 11 0001 dddd 1010 0 1 M 0 mmmm", Op.VNEG, PLAIN, FP_D, FP_M),
            Encoding.of("VSQRT T1", "111011101 D 11 0001 dddd 1010 1 1 M 0 mmmm", Op.VSQRT, PLAIN, FP_D, FP_M),
            Encoding.of(
                    "VCVTB, VCVTT from half T1",
                    "111011101 D 11 0010 dddd 1010 y 1 M 0 mmmm",
                    Op.VCVT_FROM_HALF,
                    PLAIN,
                    FP_D,
                    FP_M),
            Encoding.of(
                    "VCVTB, VCVTT to half T1",
                    "111011101 D 11 0011 dddd 1010 y 1 M 0 mmmm",
                    Op.VCVT_TO_HALF,
                    PLAIN,
                    FP_D,
                    FP_M),
            Encoding.of("VCMP, VCMPE T1", "111011101 D 11 0100 dddd 1010 y 1 M 0 mmmm", Op.VCMP, PLAIN, FP_D, FP_M),
            Encoding.of(
                    "VCMP, VCMPE with zero T2", "111011101 D 11 0101 dddd 1010 y 1000000", Op.VCMP_ZERO, PLAIN, FP_D),
            Encoding.of(
                    "VCVT from unsigned T1",
                    "111011101 D 11 1000 dddd 1010 0 1 M 0 mmmm",
                    Op.VCVT_FROM_UNSIGNED,
                    PLAIN,
                    FP_D,
                    FP_M),
            Encoding.of(
                    "VCVT from signed T1",
                    "111011101 D 11 1000 dddd 1010 1 1 M 0 mmmm",
                    Op.VCVT_FROM_SIGNED,
                    PLAIN,
                    FP_D,
                    FP_M),
            Encoding.of(
                    "VCVT, VCVTR to unsigned T1",
                    "111011101 D 11 1100 dddd 1010 y 1 M 0 mmmm",
                    Op.VCVT_TO_UNSIGNED,
                    PLAIN,
                    FP_D,
                    FP_M),
            Encoding.of(
                    "VCVT, VCVTR to signed T1",
                    "111011101 D 11 1101 dddd 1010 y 1 M 0 mmmm",
                    Op.VCVT_TO_SIGNED,
                    PLAIN,
                    FP_D,
                    FP_M),
            Encoding.of(
                    "VCVT to fixed T1",
                    "111011101 D 111 1 1 Y dddd 1010 X 1 i 0 iiii",
                    Op.VCVT_TO_FIXED,
                    FRACTION,
                    FP_D),
            Encoding.of(
                    "VCVT from fixed T1",
                    "111011101 D 111 0 1 Y dddd 1010 X 1 i 0 iiii",
                    Op.VCVT_FROM_FIXED,
                    FRACTION,
                    FP_D),
            Encoding.of(
                    "VMOV (core to single) T1", "111011100000 nnnn dddd 1010 N 0010000", Op.VMOV_TO_FP, PLAIN, FP_N),
            Encoding.of(
                    "VMOV (single to core) T1", "111011100001 nnnn dddd 1010 N 0010000", Op.VMOV_FROM_FP, PLAIN, FP_N),
            Encoding.of(
                    "VMOV (core to half of double) T1",
                    "1110111000 i 0 nnnn dddd 1011 0 0010000",
                    Op.VMOV_TO_HALF,
                    PLAIN,
                    FP_N,
                    DOUBLE),
            Encoding.of(
                    "VMOV (half of double to core) T1",
                    "1110111000 i 1 nnnn dddd 1011 0 0010000",
                    Op.VMOV_FROM_HALF,
                    PLAIN,
                    FP_N,
                    DOUBLE),
            Encoding.of(
                    "VMOV (two core to two singles) T1",
                    "111011000100 aaaa dddd 1010 00 M 1 mmmm",
                    Op.VMOV_PAIR_TO_FP,
                    PLAIN,
                    FP_M),
            Encoding.of(
                    "VMOV (two singles to two core) T1",
                    "111011000101 aaaa dddd 1010 00 M 1 mmmm",
                    Op.VMOV_PAIR_FROM_FP,
                    PLAIN,
                    FP_M),
            Encoding.of(
                    "VMOV (two core to double) T1",
                    "111011000100 aaaa dddd 1011 00 0 1 mmmm",
                    Op.VMOV_PAIR_TO_FP,
                    PLAIN,
                    FP_M,
                    DOUBLE),
            Encoding.of(
                    "VMOV (double to two core) T1",
                    "111011000101 aaaa dddd 1011 00 0 1 mmmm",
                    Op.VMOV_PAIR_FROM_FP,
                    PLAIN,
                    FP_M,
                    DOUBLE),
            Encoding.of("VMSR T1", "1110111011100001 dddd 101000010000", Op.VMSR, PLAIN),
            Encoding.of("VMRS T1", "1110111011110001 dddd 101000010000", Op.VMRS, PLAIN),
            Encoding.of("VSTR T2", "11101101 u D 00 nnnn dddd 1010 iiiiiiii", Op.VSTR, TIMES_4, FP_D),
            Encoding.of("VSTR T1", "11101101 u 0 00 nnnn dddd 1011 iiiiiiii", Op.VSTR_DOUBLE, TIMES_4, FP_D, DOUBLE),
            Encoding.of("VLDR T2", "11101101 u D 01 nnnn dddd 1010 iiiiiiii", Op.VLDR, TIMES_4, FP_D),
            Encoding.of("VLDR T1", "11101101 u 0 01 nnnn dddd 1011 iiiiiiii", Op.VLDR_DOUBLE, TIMES_4, FP_D, DOUBLE),
            Encoding.of("VSTMIA T2", "111011001 D w 0 nnnn dddd 1010 iiiiiiii", Op.VSTM, PLAIN, FP_D),
            Encoding.of("VSTMDB T2", "111011010 D 10 nnnn dddd 1010 iiiiiiii", Op.VSTM, PLAIN, FP_D, WRITEBACK, BEFORE),
            Encoding.of("VSTMIA T1", "111011001 0 w 0 nnnn dddd 1011 iiiiiiii", Op.VSTM, PLAIN, FP_D, DOUBLE),
            Encoding.of(
                    "VSTMDB T1",
                    "111011010 0 10 nnnn dddd 1011 iiiiiiii",
                    Op.VSTM,
                    PLAIN,
                    FP_D,
                    WRITEBACK,
                    BEFORE,
                    DOUBLE),
            Encoding.of("VLDMIA T2", "111011001 D w 1 nnnn dddd 1010 iiiiiiii", Op.VLDM, PLAIN, FP_D),
            Encoding.of("VLDMDB T2", "111011010 D 11 nnnn dddd 1010 iiiiiiii", Op.VLDM, PLAIN, FP_D, WRITEBACK, BEFORE),
            Encoding.of("VLDMIA T1", "111011001 0 w 1 nnnn dddd 1011 iiiiiiii", Op.VLDM, PLAIN, FP_D, DOUBLE),
            Encoding.of(
                    "VLDMDB T1",
                    "111011010 0 11 nnnn dddd 1011 iiiiiiii",
                    Op.VLDM,
                    PLAIN,
                    FP_D,
                    WRITEBACK,
                    BEFORE,
                    DOUBLE),
            Encoding.of("coprocessor space, UNDEFINED", "111 i 1111 iiiiiiiiiiiiiiiiiiiiiiii", Op.UDF, PLAIN, SYSTEM),
            Encoding.of("FP, UNDEFINED", "111 i 11 iiiiiiiiii iiii 101 iiiiiiiii", Op.UDF_FP, PLAIN, SYSTEM),
            Encoding.of("coprocessor, absent", "111 i 11 iiiiiiiiii iiiiiiiiiiiiiiii", Op.COPROCESSOR, PLAIN, SYSTEM));

    private EncodingsFp() {}
}
