package io.gradhil.virtual.cpu;

import java.util.List;

/** VADD to VSQRT, VCMP; rounding, NaN, flags of FPSCR (A6.4, A2.5). */
class FpArithmeticTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=3F800000 s2=40000000 | s0=40400000",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=3F800000 s2=33000000 | s0=3F800000 fpscr=10",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=3F800000 s2=33000000 fpscr=400000 | s0=3F800001 fpscr=400010",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=BF800000 s2=3F800000 fpscr=800000 | s0=80000000",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=7F800000 s2=FF800000 | s0=7FC00000 fpscr=1",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=7F800001 s2=7FC12345 | s0=7FC00001 fpscr=1",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=7FC12345 s2=FF812345 | s0=FFC12345 fpscr=1",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=FFC12345 s2=7FC00007 | s0=FFC12345",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=FFC12345 s2=3F800000 fpscr=2000000 | s0=7FC00000",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=7F7FFFFF s2=7F7FFFFF | s0=7F800000 fpscr=14",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=7F7FFFFF s2=7F7FFFFF fpscr=C00000 | s0=7F7FFFFF fpscr=C00014",
                "vadd.f32 s0, s1, s2 | EE30 0A81 | s1=1 s2=1 fpscr=1000000 | s0=0 fpscr=1000080",
                "vsub.f32 s0, s1, s2 | EE30 0AC1 | s1=3F800000 s2=7FC00001 | s0=7FC00001",
                "vsub.f32 s0, s1, s2 | EE30 0AC1 | s1=800000 s2=1 fpscr=1000000 | s0=800000 fpscr=1000080",
                "vmul.f32 s0, s1, s2 | EE20 0A81 | s1=800000 s2=3F000000 | s0=400000",
                "vmul.f32 s0, s1, s2 | EE20 0A81 | s1=800001 s2=3F000000 | s0=400000 fpscr=18",
                "vmul.f32 s0, s1, s2 | EE20 0A81 | s1=800000 s2=3F000000 fpscr=1000000 | s0=0 fpscr=1000008",
                "vmul.f32 s0, s1, s2 | EE20 0A81 | s1=7F800000 s2=0 | s0=7FC00000 fpscr=1",
                "vnmul.f32 s0, s1, s2 | EE20 0AC1 | s1=40000000 s2=40000000 | s0=C0800000",
                "vdiv.f32 s0, s1, s2 | EE80 0A81 | s1=3F800000 s2=40400000 | s0=3EAAAAAB fpscr=10",
                "vdiv.f32 s0, s1, s2 | EE80 0A81 | s1=3F800000 s2=80000000 | s0=FF800000 fpscr=2",
                "vdiv.f32 s0, s1, s2 | EE80 0A81 | s1=0 s2=0 | s0=7FC00000 fpscr=1",
                "vsqrt.f32 s0, s1 | EEB1 0AE0 | s1=40000000 | s0=3FB504F3 fpscr=10",
                "vsqrt.f32 s0, s1 | EEB1 0AE0 | s1=BF800000 | s0=7FC00000 fpscr=1",
                "vsqrt.f32 s0, s1 | EEB1 0AE0 | s1=80000000 | s0=80000000",
                "vmla.f32 s0, s1, s2 | EE00 0A81 | s0=3F800000 s1=3F800001 s2=3F800001 | s0=40000001 fpscr=10",
                "vfma.f32 s0, s1, s2 | EEA0 0A81 | s0=BF800002 s1=3F800001 s2=3F800001 | s0=28800000",
                "vmla.f32 s0, s1, s2 | EE00 0A81 | s0=BF800002 s1=3F800001 s2=3F800001 | s0=0 fpscr=10",
                "vmls.f32 s0, s1, s2 | EE00 0AC1 | s0=40A00000 s1=40000000 s2=40000000 | s0=3F800000",
                "vnmla.f32 s0, s1, s2 | EE10 0AC1 | s0=3F800000 s1=40000000 s2=40000000 | s0=C0A00000",
                "vnmls.f32 s0, s1, s2 | EE10 0A81 | s0=3F800000 s1=40000000 s2=40000000 | s0=40400000",
                "vfms.f32 s0, s1, s2 | EEA0 0AC1 | s0=40A00000 s1=40000000 s2=40000000 | s0=3F800000",
                "vfnma.f32 s0, s1, s2 | EE90 0AC1 | s0=3F800000 s1=40000000 s2=40000000 | s0=C0A00000",
                "vfnms.f32 s0, s1, s2 | EE90 0A81 | s0=3F800000 s1=40000000 s2=40000000 | s0=40400000",
                "vfma.f32 s0, s1, s2 | EEA0 0A81 | s0=7FC00005 s1=7F800000 s2=0 | s0=7FC00000 fpscr=1",
                "vabs.f32 s0, s1 | EEB0 0AE0 | s1=FF800001 | s0=7F800001",
                "vneg.f32 s0, s1 | EEB1 0A60 | s1=7FC00000 | s0=FFC00000",
                "vcmp.f32 s0, s1 | EEB4 0A60 | s0=3F800000 s1=40000000 | fpscr=80000000",
                "vcmp.f32 s0, s1 | EEB4 0A60 | s0=80000000 s1=0 | fpscr=60000000",
                "vcmp.f32 s0, s1 | EEB4 0A60 | s0=7FC00000 s1=0 | fpscr=30000000",
                "vcmpe.f32 s0, #0 | EEB5 0AC0 | s0=7FC00000 | fpscr=30000001",
                "vcmp.f32 s0, #0; vmrs apsr_nzcv, fpscr | EEB5 0A40 EEF1 FA10 | s0=3F800000 flags=NQ | fpscr=20000000 flags=CQ");
    }
}
