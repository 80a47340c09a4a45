package io.gradhil.virtual.cpu;

import java.util.List;

/** Branches, compare and branch, table branches, IT (A5.2.6, A5.3.4, A7.7.38). */
class BranchTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "b 3f; movs r0, #1; 3: movs r1, #2 | | r1=2 flags=",
                "beq 3f; movs r0, #1; 3: | flags=Z | ",
                "beq 3f; movs r0, #1; 3: | flags=C | r0=1 flags=C",
                "bhi 3f; movs r0, #1; 3: | flags=C | ",
                "bls 3f; movs r0, #1; 3: | flags=C | r0=1 flags=C",
                "bge 3f; movs r0, #1; 3: | flags=NV | ",
                "blt 3f; movs r0, #1; 3: | flags=N | ",
                "bgt 3f; movs r0, #1; 3: | flags=ZNV | r0=1 flags=V",
                "cbz r0, 3f; movs r1, #1; 3: | | ",
                "cbnz r0, 3f; movs r1, #1; 3: | | r1=1 flags=",
                "tbb [pc, r0]; .byte 2, 1; movs r1, #1; movs r2, #2 | r0=0 | r2=2 flags=",
                "tbh [pc, r0]; .short 2, 3; movs r1, #1; movs r2, #2 | r0=1 | r2=2 flags=",
                "it eq; addeq r0, r1 | r0=1 r1=2 flags=Z | r0=3",
                "ite eq; moveq r0, #1; movne r0, #2 | flags=N | r0=2",
                "itttt cs; addcs r0, #1; lslcs r0, #4; addcs r0, #2; movcs r1, r0 | flags=C | r0=12 r1=12",
                "itete mi; submi r0, #1; subpl r1, #1; submi r2, #1; subpl r3, #1 | flags=N | r0=FFFFFFFF r2=FFFFFFFF",
                "ittt eq; cmpeq r0, #1; addeq r1, #1; addeq r2, #1 | flags=Z | flags=N",
                "it vs; ldrvs r0, [r8] | [0]=5 flags= | ",
                "itt ne; vaddne.f32 s0, s1, s2; movne r0, #1 | s1=3F800000 s2=3F800000 | s0=40000000 r0=1");
    }
}
