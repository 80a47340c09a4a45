package io.gradhil.suites.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dependency table of {@code hil-runner/README.md}, and where each library may be used. */
class DependencyTests {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradhil");

    /** A scan that sees nothing would let every rule pass. */
    @Test
    void the_scan_sees_the_project() {
        assertThat(MAIN.stream().filter(JavaClass::isTopLevelClass)).hasSizeGreaterThan(90);
        assertThat(MAIN.contain("io.gradhil.core.HilException")).isTrue();
        assertThat(MAIN.contain("io.gradhil.reference.Network")).isTrue();
        assertThat(MAIN.contain("io.gradhil.cli.HilCommand")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "core       |",
                "report     | core",
                "process    | report core",
                "link       | core",
                "flash      | process report core",
                "hardware   | flash link board report core",
                "protocol   | link report core reference",
                "board      | link report core",
                "firmware   | process core",
                "simulator  | virtual process board link core",
                "rehearsal  | virtual core",
                "symbols    | core",
                "diagnosis  | symbols core",
                "session    | diagnosis firmware board protocol link report core",
                "cost       | virtual firmware training protocol link report core reference",
                "judge      | reference",
                "training   | judge protocol report core reference",
                "chart      |",
                "history    |",
                "picture    | chart history training judge protocol",
                "assertions | picture chart training judge report core reference",
                "junit      | picture chart rehearsal session training judge protocol board report core reference",
                "allure     | process report core",
                "page       | cost picture chart training judge protocol report core reference",
                "cli        | bench page rehearsal hardware flash firmware process session training judge protocol board report core reference cost",
                "bench      | training session protocol process board report core reference virtual",
                "reference  |",
                "virtual    |",
            })
    void a_package_uses_only_those_below_it(String name, String below) {
        String[] allowed = Arrays.stream((name + " " + (below == null ? "" : below)).split(" "))
                .map(used -> "io.gradhil." + used + "..")
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage("io.gradhil." + name + "..")
                .should()
                .onlyDependOnClassesThat(ours().negate().or(JavaClass.Predicates.resideInAnyPackage(allowed)))
                .check(MAIN);
    }

    @Test
    void every_package_is_in_the_table() {
        classes()
                .should()
                .resideInAnyPackage(Arrays.stream(
                                ("core report process link protocol board firmware flash hardware simulator rehearsal symbols"
                                                + " diagnosis session judge training chart history picture assertions junit allure page cli bench reference virtual cost")
                                        .split(" "))
                        .map(name -> "io.gradhil." + name + "..")
                        .toArray(String[]::new))
                .check(MAIN);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.gradhil.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "picocli, io.gradhil.cli",
        "com.fazecast.jSerialComm, io.gradhil.link.serial",
        "org.objectweb.asm, io.gradhil.virtual.cpu",
        "com.sun.jna, io.gradhil.rehearsal",
        "me.tongfei.progressbar, io.gradhil.cli",
        "org.junit.jupiter, io.gradhil.junit",
        "org.assertj, io.gradhil.assertions",
        "io.qameta.allure, io.gradhil.allure..",
        "org.dhatim.fastexcel, io.gradhil.reference.data",
    })
    void a_library_has_one_package(String library, String home) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(MAIN);
    }

    @Test
    void only_process_starts_processes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gradhil.process")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(target(name("exec")).and(target(owner(type(Runtime.class)))))
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return JavaClass.Predicates.resideInAPackage("io.gradhil..");
    }
}
