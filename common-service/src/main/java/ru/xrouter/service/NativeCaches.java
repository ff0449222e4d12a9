package ru.xrouter.service;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The classes that Caffeine looks up by name for the services' caches, for native images: bounded in size (MS) or weight (MW),
 * with entries that end after their last use (A) or after they were written (W), some with a listener (L).
 */
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMSA",
            "com.github.benmanes.caffeine.cache.PSAMS",
            "com.github.benmanes.caffeine.cache.SSMSW",
            "com.github.benmanes.caffeine.cache.PSWMS",
            "com.github.benmanes.caffeine.cache.SSMWW",
            "com.github.benmanes.caffeine.cache.PSWMW",
            "com.github.benmanes.caffeine.cache.SSLMSW"
        })
final class NativeCaches {
    private NativeCaches() {}
}
