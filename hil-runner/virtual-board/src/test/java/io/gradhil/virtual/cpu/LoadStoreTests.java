package io.gradhil.virtual.cpu;

import java.util.List;

/** Loads and stores; r8 points to memory (A5.3.5 to A5.3.10). */
class LoadStoreTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "ldr r0, [r8] | [0]=12345678 | r0=12345678",
                "ldr r0, [r8, #1] | [0]=11223344 [4]=55667788 | r0=88112233",
                "ldrh r0, [r8, #2] | [0]=80010000 | r0=8001",
                "ldrsh r0, [r8, #2] | [0]=80010000 | r0=FFFF8001",
                "ldrb r0, [r8, #3] | [0]=80000000 | r0=80",
                "ldrsb r0, [r8, #3] | [0]=80000000 | r0=FFFFFF80",
                "ldr r0, [r8, r1, lsl #2] | r1=1 [4]=7 | r0=7",
                "ldrb r0, [r8, r1] | r1=FFFFFFFF r8=20000404 [0]=AB000000 | r0=AB",
                "ldr r0, [r8, #4]! | [4]=9 | r0=9 r8=20000404",
                "ldr r0, [r8], #-4 | r8=20000404 [4]=9 | r0=9 r8=20000400",
                "ldr r0, [r8, #-4] | r8=20000404 [0]=9 | r0=9",
                "str r0, [r8, #8] | r0=CAFE0001 | [8]=CAFE0001",
                "str r0, [r8, #3] | r0=44332211 | [0]=11000000 [4]=443322",
                "strh r0, [r8, #2] | r0=FFFF1234 [0]=99999999 | [0]=12349999",
                "strb r0, [r8, #1] | r0=FF [0]=99999999 | [0]=9999FF99",
                "strb r0, [r8], #1 | r0=12 | r8=20000401 [0]=12",
                "strh r0, [r8, r1, lsl #1] | r0=12 r1=2 | [4]=12",
                "ldrd r0, r1, [r8, #8] | [8]=1 [c]=2 | r0=1 r1=2",
                "strd r0, r1, [r8], #8 | r0=1 r1=2 | [0]=1 [4]=2 r8=20000408",
                "ldmia r8!, {r0, r2, r5} | [0]=1 [4]=2 [8]=3 | r0=1 r2=2 r5=3 r8=2000040C",
                "ldmdb r8, {r0, r1} | r8=20000408 [0]=1 [4]=2 | r0=1 r1=2",
                "stmdb r8!, {r0, r1} | r8=20000408 r0=1 r1=2 | [0]=1 [4]=2 r8=20000400",
                "stmia r8, {r3, r8} | r3=3 | [0]=3 [4]=20000400",
                "ldmia r3, {r3, r4} | r3=20000400 [0]=1 [4]=2 | r3=1 r4=2",
                "push {r0, r1}; pop {r2, r3} | r0=1 r1=2 [fc]=0 | r2=1 r3=2 [f8]=1 [fc]=2",
                "ldrt r0, [r8, #4] | [4]=5 | r0=5",
                "ldrex r0, [r8]; strex r1, r2, [r8] | [0]=7 r2=8 r1=5 | r0=7 r1=0 [0]=8",
                "ldrex r0, [r8]; clrex; strex r1, r2, [r8] | [0]=7 r2=8 | r0=7 r1=1",
                "ldrexb r0, [r8]; strexb r1, r2, [r8] | [0]=7FF r2=8 | r0=FF r1=0 [0]=708",
                "strex r1, r2, [r8] | r2=8 | r1=1",
                "ldr r0, =0x12345678; b 3f; .ltorg; 3: | | r0=12345678");
    }
}
