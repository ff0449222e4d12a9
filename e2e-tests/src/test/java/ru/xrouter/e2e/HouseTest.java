package ru.xrouter.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

@AnalyzeClasses(packages = "ru.xrouter.e2e")
class HouseTest {
    /** Knows JSON, and nothing of ours. */
    private static final String MUTATED_REQUESTS = "ru.xrouter.api.testing.fuzz..";

    @ArchTest
    static void seesOnlyWhatACustomerSees(JavaClasses classes) {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("ru.xrouter..")
                        .and(not(resideInAnyPackage("ru.xrouter.e2e..", MUTATED_REQUESTS))))
                .check(classes);
    }
}
