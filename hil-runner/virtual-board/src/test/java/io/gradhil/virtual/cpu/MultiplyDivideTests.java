package io.gradhil.virtual.cpu;

import java.util.List;

/** Multiplication, accumulation, division (A5.3.16, A5.3.17). */
class MultiplyDivideTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "muls r0, r1, r0 | 4348 | r0=FFFFFFFF r1=2 flags=CV | r0=FFFFFFFE flags=NCV",
                "mul r0, r1, r2 | FB01 F002 | r1=10000 r2=10000 | r0=0",
                "mla r0, r1, r2, r3 | FB01 3002 | r1=3 r2=4 r3=5 | r0=11",
                "mls r0, r1, r2, r3 | FB01 3012 | r1=3 r2=4 r3=5 | r0=FFFFFFF9",
                "smull r0, r1, r2, r3 | FB82 0103 | r2=80000000 r3=80000000 | r0=0 r1=40000000",
                "smull r0, r1, r2, r3 | FB82 0103 | r2=FFFFFFFF r3=1 | r0=FFFFFFFF r1=FFFFFFFF",
                "umull r0, r1, r2, r3 | FBA2 0103 | r2=FFFFFFFF r3=FFFFFFFF | r0=1 r1=FFFFFFFE",
                "smlal r0, r1, r2, r3 | FBC2 0103 | r0=FFFFFFFF r2=1 r3=1 | r0=0 r1=1",
                "umlal r0, r1, r2, r3 | FBE2 0103 | r0=FFFFFFFF r1=1 r2=2 r3=80000000 | r0=FFFFFFFF r1=2",
                "umaal r0, r1, r2, r3 | FBE2 0163 | r0=FFFFFFFF r1=FFFFFFFF r2=FFFFFFFF r3=FFFFFFFF | r0=FFFFFFFF r1=FFFFFFFF",
                "sdiv r0, r1, r2 | FB91 F0F2 | r1=FFFFFFF9 r2=2 | r0=FFFFFFFD",
                "sdiv r0, r1, r2 | FB91 F0F2 | r1=80000000 r2=FFFFFFFF | r0=80000000",
                "sdiv r0, r1, r2 | FB91 F0F2 | r1=5 r2=0 | r0=0",
                "udiv r0, r1, r2 | FBB1 F0F2 | r1=FFFFFFFF r2=10 | r0=FFFFFFF",
                "smulbt r0, r1, r2 | FB11 F012 | r1=8000 r2=80000000 | r0=40000000",
                "smlabb r0, r1, r2, r3 | FB11 3002 | r1=7FFF r2=7FFF r3=7FFFFFFF | r0=BFFF0000 flags=Q",
                "smlawb r0, r1, r2, r3 | FB31 3002 | r1=10000 r2=3 r3=1 | r0=4",
                "smulwt r0, r1, r2 | FB31 F012 | r1=80000000 r2=80000000 | r0=40000000",
                "smlaltt r0, r1, r2, r3 | FBC2 01B3 | r0=FFFFFFFF r2=10000 r3=10000 | r0=0 r1=1",
                "smuad r0, r1, r2 | FB21 F002 | r1=80008000 r2=80008000 | r0=80000000 flags=Q",
                "smuadx r0, r1, r2 | FB21 F012 | r1=20003 r2=40005 | r0=16",
                "smlad r0, r1, r2, r3 | FB21 3002 | r1=20003 r2=40005 r3=1 | r0=18",
                "smusd r0, r1, r2 | FB41 F002 | r1=20003 r2=40005 | r0=7",
                "smlsdx r0, r1, r2, r3 | FB41 3012 | r1=20003 r2=40005 r3=1 | r0=3",
                "smlald r0, r1, r2, r3 | FBC2 01C3 | r0=FFFFFFFF r2=20003 r3=40005 | r0=16 r1=1",
                "smlsldx r0, r1, r2, r3 | FBD2 01D3 | r2=20003 r3=40005 | r0=2",
                "smmul r0, r1, r2 | FB51 F002 | r1=80000000 r2=3 | r0=FFFFFFFE",
                "smmulr r0, r1, r2 | FB51 F012 | r1=80000000 r2=3 | r0=FFFFFFFF",
                "smmla r0, r1, r2, r3 | FB51 3002 | r1=40000000 r2=4 r3=5 | r0=6",
                "smmls r0, r1, r2, r3 | FB61 3002 | r1=40000000 r2=4 r3=5 | r0=4",
                "usad8 r0, r1, r2 | FB71 F002 | r1=FF00FF00 r2=FF00FF | r0=3FC",
                "usada8 r0, r1, r2, r3 | FB71 3002 | r1=1020304 r2=4030201 r3=A | r0=12");
    }
}
