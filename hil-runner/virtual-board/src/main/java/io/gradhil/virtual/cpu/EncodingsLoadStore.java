package io.gradhil.virtual.cpu;

import static io.gradhil.virtual.cpu.Encoding.Trait.*;
import static io.gradhil.virtual.cpu.Immediate.*;

import java.util.List;

/** 32-bit loads and stores of one register, preloads (A5.3.7 to A5.3.10). The first row that matches decides. */
final class EncodingsLoadStore {
    static final List<Encoding> ROWS = List.of(
            Encoding.of("UNDEFINED, store to PC", "11111000 i ii 0 1111 iiiiiiiiiiiiiiii", Op.UDF, PLAIN, SYSTEM),
            Encoding.of("PLD (immediate) T1", "111110001001 nnnn 1111 iiiiiiiiiiii", Op.NOP, PLAIN),
            Encoding.of("PLD (immediate) T2", "111110000001 nnnn 1111 1100 iiiiiiii", Op.NOP, PLAIN),
            Encoding.of("PLD (literal) T1", "11111000 u 0011111 1111 iiiiiiiiiiii", Op.NOP, PLAIN),
            Encoding.of("PLD (register) T1", "111110000001 nnnn 1111 000000 ii mmmm", Op.NOP, PLAIN),
            Encoding.of("PLI (immediate) T1", "111110011001 nnnn 1111 iiiiiiiiiiii", Op.NOP, PLAIN),
            Encoding.of("PLI (immediate) T2", "111110010001 nnnn 1111 1100 iiiiiiii", Op.NOP, PLAIN),
            Encoding.of("PLI (literal) T3", "11111001 u 0011111 1111 iiiiiiiiiiii", Op.NOP, PLAIN),
            Encoding.of("PLI (register) T1", "111110010001 nnnn 1111 000000 ii mmmm", Op.NOP, PLAIN),
            Encoding.of("STRB (immediate) T2", "111110001 000 nnnn dddd iiiiiiiiiiii", Op.STRB, PLAIN),
            Encoding.of(
                    "STRB (immediate) T3, negative offset", "111110000 000 nnnn dddd 1100 iiiiiiii", Op.STRB, NEGATIVE),
            Encoding.of("STRBT T1", "111110000 000 nnnn dddd 1110 iiiiiiii", Op.STRBT, PLAIN),
            Encoding.of(
                    "STRB (immediate) T3, pre-indexed",
                    "111110000 000 nnnn dddd 11 u 1 iiiiiiii",
                    Op.STRB_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "STRB (immediate) T3, post-indexed",
                    "111110000 000 nnnn dddd 10 u 1 iiiiiiii",
                    Op.STRB_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("STRB (register) T2", "111110000 000 nnnn dddd 000000 ii mmmm", Op.STRB_REGISTER, PLAIN),
            Encoding.of("STRH (immediate) T2", "111110001 010 nnnn dddd iiiiiiiiiiii", Op.STRH, PLAIN),
            Encoding.of(
                    "STRH (immediate) T3, negative offset", "111110000 010 nnnn dddd 1100 iiiiiiii", Op.STRH, NEGATIVE),
            Encoding.of("STRHT T1", "111110000 010 nnnn dddd 1110 iiiiiiii", Op.STRHT, PLAIN),
            Encoding.of(
                    "STRH (immediate) T3, pre-indexed",
                    "111110000 010 nnnn dddd 11 u 1 iiiiiiii",
                    Op.STRH_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "STRH (immediate) T3, post-indexed",
                    "111110000 010 nnnn dddd 10 u 1 iiiiiiii",
                    Op.STRH_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("STRH (register) T2", "111110000 010 nnnn dddd 000000 ii mmmm", Op.STRH_REGISTER, PLAIN),
            Encoding.of("STR (immediate) T3", "111110001 100 nnnn dddd iiiiiiiiiiii", Op.STR, PLAIN),
            Encoding.of(
                    "STR (immediate) T4, negative offset", "111110000 100 nnnn dddd 1100 iiiiiiii", Op.STR, NEGATIVE),
            Encoding.of("STRT T1", "111110000 100 nnnn dddd 1110 iiiiiiii", Op.STRT, PLAIN),
            Encoding.of(
                    "STR (immediate) T4, pre-indexed",
                    "111110000 100 nnnn dddd 11 u 1 iiiiiiii",
                    Op.STR_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "STR (immediate) T4, post-indexed",
                    "111110000 100 nnnn dddd 10 u 1 iiiiiiii",
                    Op.STR_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("STR (register) T2", "111110000 100 nnnn dddd 000000 ii mmmm", Op.STR_REGISTER, PLAIN),
            Encoding.of("LDRB (literal) T1", "11111000 u 0011111 dddd iiiiiiiiiiii", Op.LDRB_LITERAL, PLAIN),
            Encoding.of("LDRB (immediate) T2", "111110001 001 nnnn dddd iiiiiiiiiiii", Op.LDRB, PLAIN),
            Encoding.of(
                    "LDRB (immediate) T3, negative offset", "111110000 001 nnnn dddd 1100 iiiiiiii", Op.LDRB, NEGATIVE),
            Encoding.of("LDRBT T1", "111110000 001 nnnn dddd 1110 iiiiiiii", Op.LDRBT, PLAIN),
            Encoding.of(
                    "LDRB (immediate) T3, pre-indexed",
                    "111110000 001 nnnn dddd 11 u 1 iiiiiiii",
                    Op.LDRB_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "LDRB (immediate) T3, post-indexed",
                    "111110000 001 nnnn dddd 10 u 1 iiiiiiii",
                    Op.LDRB_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("LDRB (register) T2", "111110000 001 nnnn dddd 000000 ii mmmm", Op.LDRB_REGISTER, PLAIN),
            Encoding.of("LDRH (literal) T1", "11111000 u 0111111 dddd iiiiiiiiiiii", Op.LDRH_LITERAL, PLAIN),
            Encoding.of("LDRH (immediate) T2", "111110001 011 nnnn dddd iiiiiiiiiiii", Op.LDRH, PLAIN),
            Encoding.of(
                    "LDRH (immediate) T3, negative offset", "111110000 011 nnnn dddd 1100 iiiiiiii", Op.LDRH, NEGATIVE),
            Encoding.of("LDRHT T1", "111110000 011 nnnn dddd 1110 iiiiiiii", Op.LDRHT, PLAIN),
            Encoding.of(
                    "LDRH (immediate) T3, pre-indexed",
                    "111110000 011 nnnn dddd 11 u 1 iiiiiiii",
                    Op.LDRH_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "LDRH (immediate) T3, post-indexed",
                    "111110000 011 nnnn dddd 10 u 1 iiiiiiii",
                    Op.LDRH_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("LDRH (register) T2", "111110000 011 nnnn dddd 000000 ii mmmm", Op.LDRH_REGISTER, PLAIN),
            Encoding.of("LDR (literal) T2", "11111000 u 1011111 dddd iiiiiiiiiiii", Op.LDR_LITERAL, PLAIN),
            Encoding.of("LDR (immediate) T3", "111110001 101 nnnn dddd iiiiiiiiiiii", Op.LDR, PLAIN),
            Encoding.of(
                    "LDR (immediate) T4, negative offset", "111110000 101 nnnn dddd 1100 iiiiiiii", Op.LDR, NEGATIVE),
            Encoding.of("LDRT T1", "111110000 101 nnnn dddd 1110 iiiiiiii", Op.LDRT, PLAIN),
            Encoding.of(
                    "LDR (immediate) T4, pre-indexed",
                    "111110000 101 nnnn dddd 11 u 1 iiiiiiii",
                    Op.LDR_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "LDR (immediate) T4, post-indexed",
                    "111110000 101 nnnn dddd 10 u 1 iiiiiiii",
                    Op.LDR_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("LDR (register) T2", "111110000 101 nnnn dddd 000000 ii mmmm", Op.LDR_REGISTER, PLAIN),
            Encoding.of("LDRSB (literal) T1", "11111001 u 0011111 dddd iiiiiiiiiiii", Op.LDRSB_LITERAL, PLAIN),
            Encoding.of("LDRSB (immediate) T1", "111110011 001 nnnn dddd iiiiiiiiiiii", Op.LDRSB, PLAIN),
            Encoding.of(
                    "LDRSB (immediate) T2, negative offset",
                    "111110010 001 nnnn dddd 1100 iiiiiiii",
                    Op.LDRSB,
                    NEGATIVE),
            Encoding.of("LDRSBT T1", "111110010 001 nnnn dddd 1110 iiiiiiii", Op.LDRSBT, PLAIN),
            Encoding.of(
                    "LDRSB (immediate) T2, pre-indexed",
                    "111110010 001 nnnn dddd 11 u 1 iiiiiiii",
                    Op.LDRSB_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "LDRSB (immediate) T2, post-indexed",
                    "111110010 001 nnnn dddd 10 u 1 iiiiiiii",
                    Op.LDRSB_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("LDRSB (register) T2", "111110010 001 nnnn dddd 000000 ii mmmm", Op.LDRSB_REGISTER, PLAIN),
            Encoding.of("LDRSH (literal) T1", "11111001 u 0111111 dddd iiiiiiiiiiii", Op.LDRSH_LITERAL, PLAIN),
            Encoding.of("LDRSH (immediate) T1", "111110011 011 nnnn dddd iiiiiiiiiiii", Op.LDRSH, PLAIN),
            Encoding.of(
                    "LDRSH (immediate) T2, negative offset",
                    "111110010 011 nnnn dddd 1100 iiiiiiii",
                    Op.LDRSH,
                    NEGATIVE),
            Encoding.of("LDRSHT T1", "111110010 011 nnnn dddd 1110 iiiiiiii", Op.LDRSHT, PLAIN),
            Encoding.of(
                    "LDRSH (immediate) T2, pre-indexed",
                    "111110010 011 nnnn dddd 11 u 1 iiiiiiii",
                    Op.LDRSH_WRITEBACK,
                    PLAIN,
                    WRITEBACK,
                    BEFORE),
            Encoding.of(
                    "LDRSH (immediate) T2, post-indexed",
                    "111110010 011 nnnn dddd 10 u 1 iiiiiiii",
                    Op.LDRSH_WRITEBACK,
                    PLAIN,
                    WRITEBACK),
            Encoding.of("LDRSH (register) T2", "111110010 011 nnnn dddd 000000 ii mmmm", Op.LDRSH_REGISTER, PLAIN));

    private EncodingsLoadStore() {}
}
