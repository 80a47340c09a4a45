package io.gradhil.virtual.cpu;

import java.util.List;

/** ADD, ADC, SUB, SBC, RSB, CMP, CMN (A7.7). */
class AddSubtractTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "adds r0, r1, r2 | 1888 | r1=1 r2=2 | r0=3 flags=",
                "adds r0, r1, r2 | 1888 | r1=FFFFFFFF r2=1 | r0=0 flags=ZC",
                "adds r0, r1, r2 | 1888 | r1=7FFFFFFF r2=1 | r0=80000000 flags=NV",
                "adds r0, r1, r2 | 1888 | r1=80000000 r2=80000000 | r0=0 flags=ZCV",
                "adds r0, #255 | 30FF | r0=1 | r0=100 flags=",
                "add r0, r1, #4095 | F601 70FF | r1=1 flags=NZCV | r0=1000",
                "add.w r0, r1, #0xFF00FF00 | F101 20FF | r1=100 flags=C | r0=FF010000",
                "adds.w r0, r1, r2, lsl #3 | EB11 00C2 | r1=1 r2=20000001 | r0=9 flags=",
                "add r0, r0, r9 | 4448 | r0=5 r9=7 flags=NZCV | r0=C",
                "adcs r0, r1 | 4148 | r0=FFFFFFFF r1=0 flags=C | r0=0 flags=ZC",
                "adcs r0, r1 | 4148 | r0=7FFFFFFF r1=0 flags=C | r0=80000000 flags=NV",
                "adc r0, r1, #1 | F141 0001 | r1=1 flags=C | r0=3",
                "subs r0, r1, r2 | 1A88 | r1=5 r2=5 | r0=0 flags=ZC",
                "subs r0, r1, r2 | 1A88 | r1=4 r2=5 | r0=FFFFFFFF flags=N",
                "subs r0, r1, r2 | 1A88 | r1=80000000 r2=1 | r0=7FFFFFFF flags=CV",
                "subs r0, #1 | 3801 | r0=0 | r0=FFFFFFFF flags=N",
                "sub.w r0, r1, r2, asr #31 | EBA1 70E2 | r1=1 r2=80000000 | r0=2",
                "sbcs r0, r1 | 4188 | r0=5 r1=5 | r0=FFFFFFFF flags=N",
                "sbcs r0, r1 | 4188 | r0=5 r1=5 flags=C | r0=0 flags=ZC",
                "rsbs r0, r1, #0 | 4248 | r1=1 | r0=FFFFFFFF flags=N",
                "rsbs r0, r1, #0 | 4248 | r1=0 | r0=0 flags=ZC",
                "rsb r0, r1, r2, ror #4 | EBC1 1032 | r1=1 r2=1 | r0=FFFFFFF",
                "cmp r0, #5 | 2805 | r0=5 | flags=ZC",
                "cmp r9, r10 | 45D1 | r9=1 r10=2 | flags=N",
                "cmn r0, r1 | 42C8 | r0=FFFFFFFF r1=1 | flags=ZC",
                "cmn.w r0, #1 | F110 0F01 | r0=7FFFFFFF | flags=NV",
                "cmp.w r0, r1, lsl #1 | EBB0 0F41 | r0=2 r1=1 | flags=ZC");
    }
}
