package ru.xrouter.api.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** The rules that keep the modules apart; each module's test checks its own classes against them. */
public final class HouseRules {
    private static final String[] FRAMEWORKS = {
        "io.quarkus..", "io.vertx..", "io.smallrye..", "jakarta..", "io.netty..", "org.eclipse.microprofile.."
    };
    private static final String[] SERVICES = {
        "ru.xrouter.gateway..",
        "ru.xrouter.router..",
        "ru.xrouter.auth..",
        "ru.xrouter.billing..",
        "ru.xrouter.gigachat..",
        "ru.xrouter.yandexgpt.."
    };

    private HouseRules() {}

    /** A service uses itself, the common modules and libraries, never another service. */
    public static ArchRule dependsOnNoOtherService(String ownPackage) {
        var others = Arrays.stream(SERVICES)
                .filter(service -> !service.equals(ownPackage + ".."))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ownPackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services meet only in common-api and over the network");
    }

    /** Pure mapping: no clock, no network, no configuration, so that a fixture pair says all there is to say. */
    public static ArchRule translationsKnowNoFramework() {
        return noClasses()
                .that()
                .haveSimpleNameEndingWith("Translation")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .because("translations are pure functions")
                .allowEmptyShould(true);
    }

    public static ArchRule commonApiKnowsNoFramework() {
        return noClasses()
                .that()
                .resideInAPackage("ru.xrouter.api..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .because("common-api is plain Java");
    }

    /** The router relays answers; only adapters build messages. */
    public static ArchRule routerKnowsNoProvider() {
        return noClasses()
                .that()
                .resideInAPackage("ru.xrouter.router..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("ru\\.xrouter\\.api\\.chat\\.(ChatMessage.*|ChatRequestReader|Answer|Delta.*)")
                .because("the router knows no provider's wire format and builds no message tree");
    }

    public static ArchRule featuresHaveNoCycles(String ownPackage) {
        return slices().matching(ownPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }
}
