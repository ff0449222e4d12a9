package ru.xrouter.gigachat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import ru.xrouter.api.testing.HouseRules;

@AnalyzeClasses(packages = "ru.xrouter.gigachat", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule TRANSLATIONS_KNOW_NO_FRAMEWORK = HouseRules.translationsKnowNoFramework();

    @ArchTest
    static final ArchRule DEPENDS_ON_NO_OTHER_SERVICE = HouseRules.dependsOnNoOtherService("ru.xrouter.gigachat");

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES = HouseRules.featuresHaveNoCycles("ru.xrouter.gigachat");
}
