package ru.xrouter.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "ru.xrouter", importOptions = DoNotIncludeTests.class)
class HouseTest {
    @ArchTest
    static final ArchRule providersDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("..simulator.gigachat..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..simulator.yandex..");

    @ArchTest
    static final ArchRule nothingBeneathKnowsAProvider = noClasses()
            .that()
            .resideInAnyPackage("..knobs..", "..served..", "..exchange..", "..answer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..simulator.gigachat..", "..simulator.yandex..");

    @ArchTest
    static final ArchRule rulesAndAnswersDoNoNetworking = noClasses()
            .that()
            .haveSimpleNameEndingWith("Rules")
            .or()
            .haveSimpleNameEndingWith("Answer")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");
}
