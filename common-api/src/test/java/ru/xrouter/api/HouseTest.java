package ru.xrouter.api;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import ru.xrouter.api.testing.HouseRules;

@AnalyzeClasses(packages = "ru.xrouter.api", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {
    @ArchTest
    static final ArchRule PLAIN_JAVA = HouseRules.commonApiKnowsNoFramework();
}
