package io.gradhil.virtual.cpu;

import java.util.List;

/** AND, BIC, ORR, ORN, EOR, MOV, MVN, TST, TEQ, MOVT (A7.7). */
class LogicTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "ands r0, r1 | 4008 | r0=F0 r1=3C flags=CV | r0=30 flags=CV",
                "ands.w r0, r1, #0x80000000 | F011 4000 | r1=FFFFFFFF | r0=80000000 flags=NC",
                "ands.w r0, r1, r2, lsr #1 | EA11 0052 | r1=FFFFFFFF r2=3 | r0=1 flags=C",
                "bics r0, r1 | 4388 | r0=FF r1=F | r0=F0 flags=",
                "orrs r0, r1 | 4308 | r0=0 r1=0 flags=C | r0=0 flags=ZC",
                "orr.w r0, r1, #0x00AB00AB | F041 10AB | r1=5000000 | r0=5AB00AB",
                "orn r0, r1, r2 | EA61 0002 | r1=1 r2=FFFFFFF0 | r0=F",
                "orn r0, r1, #0xFF | F061 00FF | r1=1 | r0=FFFFFF01",
                "eors r0, r1 | 4048 | r0=FF r1=FF flags=NV | r0=0 flags=ZV",
                "eor.w r0, r1, r2, rrx | EA81 0032 | r1=0 r2=2 flags=C | r0=80000001",
                "movs r0, #0 | 2000 | flags=NC | r0=0 flags=ZC",
                "mov.w r0, #0xAB00AB00 | F04F 20AB | | r0=AB00AB00",
                "movs.w r0, #0xFF000000 | F05F 407F | | r0=FF000000 flags=NC",
                "movw r0, #0xBEEF | F64B 60EF | r0=FFFFFFFF | r0=BEEF",
                "movt r0, #0xDEAD | F6CD 60AD | r0=1234 | r0=DEAD1234",
                "mvns r0, r1 | 43C8 | r1=0 | r0=FFFFFFFF flags=N",
                "mvn r0, #0 | F06F 0000 | | r0=FFFFFFFF",
                "mvns.w r0, r1, lsl #1 | EA7F 0041 | r1=80000000 | r0=FFFFFFFF flags=NC",
                "tst r0, r1 | 4208 | r0=1 r1=2 | flags=Z",
                "tst.w r0, #0x80000000 | F010 4F00 | r0=80000000 | flags=NC",
                "teq r0, r1 | EA90 0F01 | r0=5 r1=5 flags=CV | flags=ZCV",
                "teq.w r0, #0xF0000000 | F090 4F70 | r0=F | flags=NC");
    }
}
