package ru.xrouter.gateway.idempotency;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import ru.xrouter.gateway.testing.PeersResource;
import ru.xrouter.service.testing.RedisClusterResource;

/** Redis Cluster: every command and script finds its keys in one slot. */
@QuarkusTest
@WithTestResource(RedisClusterResource.class)
@WithTestResource(PeersResource.class)
class IdempotencyOnClusterIT extends IdempotencyContract {}
