package ru.xrouter.router;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import ru.xrouter.service.testing.EmbeddedRedisResource;

/** One server of Redis. */
@QuarkusTest
@WithTestResource(EmbeddedRedisResource.class)
@WithTestResource(RouterResource.class)
class HoldIT extends HoldContract {}
