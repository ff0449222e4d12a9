package ru.xrouter.gateway;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The classes that Caffeine looks up by name for our caches, for native images: bounded in size (MS), with entries that end
 * after their last use (A) or after they were written (W).
 */
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMSA",
            "com.github.benmanes.caffeine.cache.PSAMS",
            "com.github.benmanes.caffeine.cache.SSMSW",
            "com.github.benmanes.caffeine.cache.PSWMS"
        })
final class NativeCaches {
    private NativeCaches() {}
}
