package ru.xrouter.yandexgpt;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import ru.xrouter.api.testing.HouseRules;

@AnalyzeClasses(packages = "ru.xrouter.yandexgpt", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    @ArchTest
    static final ArchRule TRANSLATIONS_ARE_PURE = HouseRules.translationsKnowNoFramework();

    @ArchTest
    static final ArchRule NO_OTHER_SERVICE = HouseRules.dependsOnNoOtherService("ru.xrouter.yandexgpt");

    @ArchTest
    static final ArchRule NO_CYCLES = HouseRules.featuresHaveNoCycles("ru.xrouter.yandexgpt");
}
