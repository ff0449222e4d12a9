package ru.xrouter.billing.reaper;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import ru.xrouter.service.testing.EmbeddedPostgresResource;
import ru.xrouter.service.testing.RedisClusterResource;

/** Redis Cluster: every command and script finds its keys in one slot. */
@QuarkusTest
@WithTestResource(EmbeddedPostgresResource.class)
@WithTestResource(RedisClusterResource.class)
class ReaperOnClusterIT extends ReaperContract {}
