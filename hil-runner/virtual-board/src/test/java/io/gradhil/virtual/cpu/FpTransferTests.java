package io.gradhil.virtual.cpu;

import java.util.List;

/** Moves, loads and stores of FP registers (A6.5, A6.6). */
class FpTransferTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "vmov.f32 s0, #1.0 | EEB7 0A00 | | s0=3F800000",
                "vmov.f32 s0, #-0.125 | EEBC 0A00 | | s0=BE000000",
                "vmov.f32 s0, s31 | EEB0 0A6F | s31=12345678 | s0=12345678",
                "vmov s0, r0 | EE00 0A10 | r0=5 | s0=5",
                "vmov r0, s1 | EE10 0A90 | s1=6 | r0=6",
                "vmov s3, s4, r0, r1 | EC41 0A31 | r0=1 r1=2 | s3=1 s4=2",
                "vmov r0, r1, d2 | EC51 0B12 | s4=1 s5=2 | r0=1 r1=2",
                ".inst.w 0xEE210B10 @ vmov.32 d1[1], r0 | EE21 0B10 | r0=9 | s3=9",
                ".inst.w 0xEE110B10 @ vmov.32 r0, d1[0] | EE11 0B10 | s2=8 | r0=8",
                "vldr s1, [r8, #4] | EDD8 0A01 | [4]=7 | s1=7",
                "vldr d1, [r8] | ED98 1B00 | [0]=1 [4]=2 | s2=1 s3=2",
                "vstr s1, [r8, #8] | EDC8 0A02 | s1=5 | [8]=5",
                "vstr d1, [r8] | ED88 1B00 | s2=1 s3=2 | [0]=1 [4]=2",
                "vldmia r8!, {s0-s2} | ECB8 0A03 | [0]=1 [4]=2 [8]=3 | s0=1 s1=2 s2=3 r8=2000040C",
                "vldmdb r8!, {d0} | ED38 0B02 | r8=20000408 [0]=1 [4]=2 | s0=1 s1=2 r8=20000400",
                "vstmia r8, {s30-s31} | EC88 FA02 | s30=1 s31=2 | [0]=1 [4]=2",
                "vpush {s0-s1}; vpop {s2-s3} | ED2D 0A02 ECBD 1A02 | s0=1 s1=2 | s2=1 s3=2 [f8]=1 [fc]=2",
                "vmsr fpscr, r0; vmrs r1, fpscr | EEE1 0A10 EEF1 1A10 | r0=FFFFFFFF | r1=F7C0009F fpscr=F7C0009F");
    }
}
