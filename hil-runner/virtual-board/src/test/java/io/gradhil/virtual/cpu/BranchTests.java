package io.gradhil.virtual.cpu;

import java.util.List;

/** Branches, compare and branch, table branches, IT (A5.2.6, A5.3.4, A7.7.38). */
class BranchTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "b 3f; movs r0, #1; 3: movs r1, #2 | E000 2001 2102 | | r1=2 flags=",
                "beq 3f; movs r0, #1; 3: | D000 2001 | flags=Z |",
                "beq 3f; movs r0, #1; 3: | D000 2001 | flags=C | r0=1 flags=C",
                "bhi 3f; movs r0, #1; 3: | D800 2001 | flags=C |",
                "bls 3f; movs r0, #1; 3: | D900 2001 | flags=C | r0=1 flags=C",
                "bge 3f; movs r0, #1; 3: | DA00 2001 | flags=NV |",
                "blt 3f; movs r0, #1; 3: | DB00 2001 | flags=N |",
                "bgt 3f; movs r0, #1; 3: | DC00 2001 | flags=ZNV | r0=1 flags=V",
                "cbz r0, 3f; movs r1, #1; 3: | B100 2101 | |",
                "cbnz r0, 3f; movs r1, #1; 3: | B900 2101 | | r1=1 flags=",
                "tbb [pc, r0]; .byte 2, 1; movs r1, #1; movs r2, #2 | E8DF F000 0102 2101 2202 | r0=0 | r2=2 flags=",
                "tbh [pc, r0]; .short 2, 3; movs r1, #1; movs r2, #2 | E8DF F010 0002 0003 2101 2202 | r0=1 | r2=2 flags=",
                "it eq; addeq r0, r1 | BF08 1840 | r0=1 r1=2 flags=Z | r0=3",
                "ite eq; moveq r0, #1; movne r0, #2 | BF0C 2001 2002 | flags=N | r0=2",
                "itttt cs; addcs r0, #1; lslcs r0, #4; addcs r0, #2; movcs r1, r0 | BF21 3001 0100 3002 4601 | flags=C | r0=12 r1=12",
                "itete mi; submi r0, #1; subpl r1, #1; submi r2, #1; subpl r3, #1 | BF4B 3801 3901 3A01 3B01 | flags=N | r0=FFFFFFFF r2=FFFFFFFF",
                "ittt eq; cmpeq r0, #1; addeq r1, #1; addeq r2, #1 | BF02 2801 3101 3201 | flags=Z | flags=N",
                "it vs; ldrvs r0, [r8] | BF68 F8D8 0000 | [0]=5 flags= |",
                "itt ne; vaddne.f32 s0, s1, s2; movne r0, #1 | BF1C EE30 0A81 2001 | s1=3F800000 s2=3F800000 | s0=40000000 r0=1");
    }
}
