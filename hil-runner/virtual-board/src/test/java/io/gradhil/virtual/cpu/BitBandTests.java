package io.gradhil.virtual.cpu;

import java.util.List;

/** The SRAM's bit-band alias (PM0214 2.2.5): the word at 0x22000000 + 32 x + 4 n is bit n of byte x of the SRAM. r8 points to byte 0x400. */
class BitBandTests extends InstructionGroup {
    @Override
    List<String> cases() {
        return List.of(
                "ldr r0, [r1] | 6808 | r1=22008000 [0]=FFFFFFFE | r0=0",
                "ldr r0, [r1] | 6808 | r1=22008004 [0]=2 | r0=1",
                "ldr r0, [r1, #124] | 6FC8 | r1=22008000 [0]=80000000 | r0=1",
                "ldr r0, [r1] | 6808 | r1=22008080 [0]=FFFFFFFF [4]=1 | r0=1",
                "str r0, [r1] | 6008 | r0=1 r1=2200801C [0]=0 | [0]=80",
                "str r0, [r1] | 6008 | r0=FFFFFFFE r1=2200801C [0]=FFFFFFFF | [0]=FFFFFF7F",
                "str r0, [r1] | 6008 | r0=3 r1=22008020 [0]=FFFF00FF | [0]=FFFF01FF",
                "strb r0, [r1] | 7008 | r0=1 r1=22008064 | [0]=2000000",
                "strh r0, [r1] | 8008 | r0=1 r1=22008040 | [0]=10000",
                "ldrb r0, [r1] | 7808 | r1=22008060 [0]=1000000 | r0=1",
                "ldrh r0, [r1] | 8808 | r1=22008060 [0]=FEFFFFFF | r0=0",
                "stmia r1!, {r2, r3} | C10C | r1=22008000 r2=1 r3=1 [0]=F0 | [0]=F3 r1=22008008");
    }
}
