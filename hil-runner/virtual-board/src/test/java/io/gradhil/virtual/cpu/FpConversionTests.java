package io.gradhil.virtual.cpu;

import java.util.List;

/** Conversions to and from integers, fixed point and half precision (A2.5.9). */
class FpConversionTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "vcvt.s32.f32 s0, s1 | EEBD 0AE0 | s1=C0200000 | s0=FFFFFFFE fpscr=10",
                "vcvtr.s32.f32 s0, s1 | EEBD 0A60 | s1=C0200000 fpscr=800000 | s0=FFFFFFFD fpscr=800010",
                "vcvtr.s32.f32 s0, s1 | EEBD 0A60 | s1=40200000 | s0=2 fpscr=10",
                "vcvt.s32.f32 s0, s1 | EEBD 0AE0 | s1=4F000000 | s0=7FFFFFFF fpscr=1",
                "vcvt.u32.f32 s0, s1 | EEBC 0AE0 | s1=BF800000 | s0=0 fpscr=1",
                "vcvt.u32.f32 s0, s1 | EEBC 0AE0 | s1=BF000000 | s0=0 fpscr=10",
                "vcvt.s32.f32 s0, s1 | EEBD 0AE0 | s1=7FC00000 | s0=0 fpscr=1",
                "vcvt.f32.s32 s0, s1 | EEB8 0AE0 | s1=FFFFFFFF | s0=BF800000",
                "vcvt.f32.u32 s0, s1 | EEB8 0A60 | s1=FFFFFFFF | s0=4F800000 fpscr=10",
                "vcvt.f32.u32 s0, s1 | EEB8 0A60 | s1=FFFFFFFF fpscr=C00000 | s0=4F7FFFFF fpscr=C00010",
                "vcvt.s16.f32 s0, s0, #8 | EEBE 0A44 | s0=3FC00000 | s0=180",
                "vcvt.u16.f32 s0, s0, #16 | EEBF 0A40 | s0=3F800000 | s0=FFFF fpscr=1",
                "vcvt.s32.f32 s0, s0, #31 | EEBE 0AE0 | s0=BF000000 | s0=C0000000",
                "vcvt.f32.s16 s0, s0, #15 | EEBA 0A60 | s0=FFFF8000 | s0=BF800000",
                "vcvt.f32.u32 s0, s0, #32 | EEBB 0AC0 | s0=80000000 | s0=3F000000",
                "vcvtb.f32.f16 s0, s1 | EEB2 0A60 | s1=3C00 | s0=3F800000",
                "vcvtt.f32.f16 s0, s1 | EEB2 0AE0 | s1=10000 | s0=33800000",
                "vcvtb.f32.f16 s0, s1 | EEB2 0A60 | s1=7D00 | s0=7FE00000 fpscr=1",
                "vcvtb.f32.f16 s0, s1 | EEB2 0A60 | s1=7C00 fpscr=4000000 | s0=47800000",
                "vcvtb.f16.f32 s0, s1 | EEB3 0A60 | s0=FFFFFFFF s1=3F800000 | s0=FFFF3C00",
                "vcvtt.f16.f32 s0, s1 | EEB3 0AE0 | s1=477FF000 | s0=7C000000 fpscr=14",
                "vcvtb.f16.f32 s0, s1 | EEB3 0A60 | s1=33000000 | s0=0 fpscr=18",
                "vcvtb.f16.f32 s0, s1 | EEB3 0A60 | s1=7F800000 fpscr=4000000 | s0=7FFF fpscr=4000001");
    }
}
