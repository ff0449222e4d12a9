package ru.xrouter.router;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import ru.xrouter.api.testing.HouseRules;

@AnalyzeClasses(packages = "ru.xrouter.router", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    @ArchTest
    static final ArchRule SERVICES = HouseRules.dependsOnNoOtherService("ru.xrouter.router");

    @ArchTest
    static final ArchRule PROVIDERS = HouseRules.routerKnowsNoProvider();

    @ArchTest
    static final ArchRule CYCLES = HouseRules.featuresHaveNoCycles("ru.xrouter.router");
}
