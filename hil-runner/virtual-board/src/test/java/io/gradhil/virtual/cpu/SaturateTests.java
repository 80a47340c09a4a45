package io.gradhil.virtual.cpu;

import java.util.List;

/** SSAT, USAT, QADD and the like (A4.4.4). */
class SaturateTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "ssat r0, #8, r1 | F301 0007 | r1=80 | r0=7F flags=Q",
                "ssat r0, #8, r1 | F301 0007 | r1=FFFFFF80 | r0=FFFFFF80",
                "ssat r0, #32, r1, lsl #4 | F301 101F | r1=08000000 | r0=80000000",
                "ssat r0, #1, r1, asr #31 | F321 70C0 | r1=7FFFFFFF | r0=0",
                "usat r0, #8, r1 | F381 0008 | r1=FFFFFFFF | r0=0 flags=Q",
                "usat r0, #0, r1 | F381 0000 | r1=1 | r0=0 flags=Q",
                "usat r0, #31, r1, lsl #1 | F381 005F | r1=3FFFFFFF | r0=7FFFFFFE",
                "ssat16 r0, #4, r1 | F321 0003 | r1=7FFF8000 | r0=7FFF8 flags=Q",
                "usat16 r0, #15, r1 | F3A1 000F | r1=FFFF7FFF | r0=7FFF flags=Q",
                "qadd r0, r1, r2 | FA82 F081 | r1=7FFFFFFF r2=1 | r0=7FFFFFFF flags=Q",
                "qsub r0, r1, r2 | FA82 F0A1 | r1=80000000 r2=1 | r0=80000000 flags=Q",
                "qdadd r0, r1, r2 | FA82 F091 | r1=1 r2=40000000 | r0=7FFFFFFF flags=Q",
                "qdsub r0, r1, r2 | FA82 F0B1 | r1=FFFFFFFE r2=3FFFFFFF | r0=80000000");
    }
}
