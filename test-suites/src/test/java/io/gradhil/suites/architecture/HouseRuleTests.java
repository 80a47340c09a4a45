package io.gradhil.suites.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.gradhil.core.HilException;
import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What holds for every class of the project. */
class HouseRuleTests {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradhil");

    @Test
    void public_types_state_their_stability() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .beAnnotatedWith(API.class)
                .check(MAIN);
    }

    @Test
    void packages_are_null_marked() {
        classes()
                .should(new ArchCondition<>("be in a package with @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        JavaPackage home = type.getPackage();
                        boolean marked = home.isAnnotatedWith(NullMarked.class);
                        events.add(new SimpleConditionEvent(type, marked, home.getName() + " is not @NullMarked"));
                    }
                })
                .check(MAIN);
    }

    @Test
    void classes_are_final_abstract_or_sealed() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT)
                .check(MAIN);
    }

    @Test
    void nobody_prints_to_the_standard_streams() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(MAIN);
    }

    @Test
    void nobody_throws_generic_exceptions() {
        noClasses().should(THROW_GENERIC_EXCEPTIONS).check(MAIN);
    }

    @Test
    void nobody_sleeps_or_asks_the_wall_clock() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(MAIN);
    }

    @Test
    void exceptions_of_the_framework_end_in_Exception() {
        classes()
                .that()
                .areAssignableTo(HilException.class)
                .should()
                .haveSimpleNameEndingWith("Exception")
                .check(MAIN);
    }
}
