package ru.xrouter.billing;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import ru.xrouter.api.testing.HouseRules;

@AnalyzeClasses(packages = "ru.xrouter.billing", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_NO_OTHER_SERVICE = HouseRules.dependsOnNoOtherService("ru.xrouter.billing");

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES = HouseRules.featuresHaveNoCycles("ru.xrouter.billing");
}
