package io.gradhil.virtual.cpu;

import java.util.List;

/** Parallel addition and subtraction, SEL (A5.3.14, A5.3.15). */
class ParallelTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "sadd16 r0, r1, r2 | FA91 F002 | r1=7FFF8000 r2=10001 | r0=80008001 flags=:C",
                "ssub16 r0, r1, r2 | FAD1 F002 | r1=10000 r2=20001 | r0=FFFFFFFF",
                "sasx r0, r1, r2 | FAA1 F002 | r1=50003 r2=10002 | r0=70002 flags=:F",
                "ssax r0, r1, r2 | FAE1 F002 | r1=50003 r2=10002 | r0=30004 flags=:F",
                "sadd8 r0, r1, r2 | FA81 F002 | r1=7F80FF01 r2=1800101 | r0=80000002 flags=:B",
                "ssub8 r0, r1, r2 | FAC1 F002 | r1=10203 r2=3020100 | r0=FDFF0103 flags=:3",
                "qadd16 r0, r1, r2 | FA91 F012 | r1=7FFF8000 r2=18000 | r0=7FFF8000",
                "qsub8 r0, r1, r2 | FAC1 F012 | r1=80007F00 r2=100FF01 | r0=80007FFF",
                "shadd16 r0, r1, r2 | FA91 F022 | r1=7FFF8000 r2=7FFF8000 | r0=7FFF8000",
                "shsub8 r0, r1, r2 | FAC1 F022 | r1=7F800000 r2=807F0001 | r0=7F8000FF",
                "uadd16 r0, r1, r2 | FA91 F042 | r1=FFFF0001 r2=10001 | r0=2 flags=:C",
                "usub16 r0, r1, r2 | FAD1 F042 | r1=10005 r2=20005 | r0=FFFF0000 flags=:3",
                "uadd8 r0, r1, r2 | FA81 F042 | r1=FF01FF01 r2=1010101 | r0=20002 flags=:A",
                "usub8 r0, r1, r2 | FAC1 F042 | r1=1020304 r2=2020202 | r0=FF000102 flags=:7",
                "uqadd16 r0, r1, r2 | FA91 F052 | r1=FFFF0001 r2=10001 | r0=FFFF0002",
                "uqsub8 r0, r1, r2 | FAC1 F052 | r1=1020304 r2=2020202 | r0=102",
                "uhadd8 r0, r1, r2 | FA81 F062 | r1=FFFF0002 r2=FF010004 | r0=FF800003",
                "uhasx r0, r1, r2 | FAA1 F062 | r1=FFFF0000 r2=1FFFF | r0=FFFFFFFF",
                "uhsax r0, r1, r2 | FAE1 F062 | r1=20004 r2=40006 | r0=FFFE0004",
                "sel r0, r1, r2 | FAA1 F082 | r1=11223344 r2=AABBCCDD flags=:5 | r0=AA22CC44");
    }
}
