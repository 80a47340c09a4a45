package io.gradhil.virtual.cpu;

import java.util.List;

/** LSL, LSR, ASR, ROR, RRX by immediate and by register (A7.4.2). */
class ShiftTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "lsls r0, r1, #4 | 0108 | r1=F0000001 | r0=10 flags=C",
                "lsls r0, r1, #31 | 07C8 | r1=1 | r0=80000000 flags=N",
                "lsls r0, r1, #0 | 0008 | r1=80000000 flags=CV | r0=80000000 flags=NCV",
                "lsrs r0, r1, #32 | 0808 | r1=80000000 | r0=0 flags=ZC",
                "lsrs r0, r1, #1 | 0848 | r1=3 | r0=1 flags=C",
                "asrs r0, r1, #32 | 1008 | r1=80000000 | r0=FFFFFFFF flags=NC",
                "asrs r0, r1, #1 | 1048 | r1=2 | r0=1 flags=",
                "rors.w r0, r1, #4 | EA5F 1031 | r1=F | r0=F0000000 flags=NC",
                "rrxs r0, r1 | EA5F 0031 | r1=1 flags=C | r0=80000000 flags=NC",
                "rrx r0, r1 | EA4F 0031 | r1=3 | r0=1",
                "lsls r0, r1 | 4088 | r0=1 r1=20 | r0=0 flags=ZC",
                "lsls r0, r1 | 4088 | r0=1 r1=21 flags=C | r0=0 flags=Z",
                "lsls r0, r1 | 4088 | r0=1 r1=100 flags=C | r0=1 flags=C",
                "lsrs r0, r1 | 40C8 | r0=80000000 r1=20 | r0=0 flags=ZC",
                "lsrs r0, r1 | 40C8 | r0=80000000 r1=21 | r0=0 flags=Z",
                "asrs r0, r1 | 4108 | r0=80000000 r1=FF | r0=FFFFFFFF flags=NC",
                "rors r0, r1 | 41C8 | r0=80000000 r1=20 | r0=80000000 flags=NC",
                "rors r0, r1 | 41C8 | r0=1 r1=1 | r0=80000000 flags=NC",
                "lsl.w r0, r1, r2 | FA01 F002 | r1=3 r2=4 flags=NZCV | r0=30",
                "asr.w r0, r1, #8 | EA4F 2021 | r1=80000000 flags=C | r0=FF800000");
    }
}
