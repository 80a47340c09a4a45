package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of a group of instructions, each named after its assembly line. One test, two machines: what is expected is checked on the core, stepped and
 * translated, and on QEMU. The core needs the machine code only; that it is the assembly line's is the assembler's word.
 */
abstract class InstructionGroup {
    @TempDir
    private Path folder;

    /** Returns the cases, as {@link InstructionCase} describes them. */
    abstract List<String> cases();

    @TestFactory
    Stream<DynamicTest> on_the_core() {
        return on(CoreTarget.stepped());
    }

    @TestFactory
    Stream<DynamicTest> on_the_core_translated() {
        return on(CoreTarget.translated());
    }

    @TestFactory
    Stream<DynamicTest> on_qemu() {
        return Toolchain.isThere(Toolchain.QEMU)
                ? on(new QemuTarget(folder))
                : Stream.of(dynamicTest(Toolchain.QEMU, () -> Toolchain.require(Toolchain.QEMU)));
    }

    @Test
    void the_assembler_gives_this_machine_code() {
        Toolchain.require(Toolchain.GCC);
        List<InstructionCase> all = instructions().toList();

        List<String> codes = new Assembler(folder)
                .codes(all.stream().map(InstructionCase::assembly).toList());

        assertThat(codes).isEqualTo(all.stream().map(InstructionCase::code).toList());
    }

    private Stream<DynamicTest> on(Target target) {
        return instructions()
                .map(one -> dynamicTest(one.text(), () -> {
                    int[] state = target.execute(one.halfWords(), one.initial());

                    assertThat(one.differences(state)).isEmpty();
                }))
                .onClose(target::close);
    }

    private Stream<InstructionCase> instructions() {
        return cases().stream().map(InstructionCase::of);
    }
}
