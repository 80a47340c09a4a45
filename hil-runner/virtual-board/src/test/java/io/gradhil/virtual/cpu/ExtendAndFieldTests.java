package io.gradhil.virtual.cpu;

import java.util.List;

/** Extension, packing, reversal, bit fields (A5.3.5, A5.3.13, A4.4.5). */
class ExtendAndFieldTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "sxtb r0, r1 | B248 | r1=180 | r0=FFFFFF80",
                "sxtb.w r0, r1, ror #8 | FA4F F091 | r1=8000 | r0=FFFFFF80",
                "sxth r0, r1 | B208 | r1=18000 | r0=FFFF8000",
                "uxtb r0, r1 | B2C8 | r1=FFF | r0=FF",
                "uxth.w r0, r1, ror #16 | FA1F F0A1 | r1=ABCD0000 | r0=ABCD",
                "sxtb16 r0, r1 | FA2F F081 | r1=800080 | r0=FF80FF80",
                "uxtb16 r0, r1, ror #8 | FA3F F091 | r1=11223344 | r0=110033",
                "sxtab r0, r1, r2 | FA41 F082 | r1=100 r2=80 | r0=80",
                "sxtah r0, r1, r2 | FA01 F082 | r1=1 r2=8000 | r0=FFFF8001",
                "uxtab16 r0, r1, r2 | FA31 F082 | r1=FFFF0001 r2=FF00FF | r0=FE0100",
                "sxtab16 r0, r1, r2, ror #24 | FA21 F0B2 | r1=10001 r2=80008000 | r0=FF81FF81",
                "pkhbt r0, r1, r2, lsl #8 | EAC1 2002 | r1=1234 r2=ABCDEF | r0=ABCD1234",
                "pkhtb r0, r1, r2, asr #8 | EAC1 2022 | r1=12340000 r2=ABCDEF | r0=1234ABCD",
                "rev r0, r1 | BA08 | r1=11223344 | r0=44332211",
                "rev16 r0, r1 | BA48 | r1=11223344 | r0=22114433",
                "revsh r0, r1 | BAC8 | r1=80 | r0=FFFF8000",
                "rbit r0, r1 | FA91 F0A1 | r1=1 | r0=80000000",
                "clz r0, r1 | FAB1 F081 | r1=0 | r0=20",
                "clz r0, r1 | FAB1 F081 | r1=10000 | r0=F",
                "bfi r0, r1, #8, #4 | F361 200B | r0=FFFFFFFF r1=5 | r0=FFFFF5FF",
                "bfi r0, r1, #0, #32 | F361 001F | r0=FFFFFFFF r1=5 | r0=5",
                "bfc r0, #4, #8 | F36F 100B | r0=FFFFFFFF | r0=FFFFF00F",
                "sbfx r0, r1, #4, #4 | F341 1003 | r1=80 | r0=FFFFFFF8",
                "ubfx r0, r1, #31, #1 | F3C1 70C0 | r1=80000000 | r0=1");
    }
}
