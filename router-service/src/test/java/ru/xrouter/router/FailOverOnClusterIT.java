package ru.xrouter.router;

import static org.assertj.core.api.Assertions.assertThat;
import static ru.xrouter.router.FakeAdapter.answering;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import ru.xrouter.api.redis.RedisNames;
import ru.xrouter.service.testing.RedisCluster;
import ru.xrouter.service.testing.RedisClusterResource;

/** Usage events that the master of their stream's slot had taken, and the replica that took over never heard of. */
@QuarkusTest
// Of its own, for a node of it dies.
@WithTestResource(value = RedisClusterResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@WithTestResource(RouterResource.class)
class FailOverOnClusterIT extends RunningRouter {
    @SuppressWarnings("NullAway.Init")
    RedisCluster cluster;

    @Test
    void tellsTheNewMasterAgainWhetherConnectionsBrokeOrNot() {
        // Given
        alpha.does(answering("x"));
        var first = gateway.chat(account, CHEAP).generationId();
        assertThat(events(first)).hasSize(1);
        // When
        cluster.failOverWithoutData(RedisNames.USAGE_STREAM);
        // Then
        Blocking.until(() -> known(first));
        // When
        cluster.failOverFromTheDead(RedisNames.USAGE_STREAM);
        // Then
        Blocking.until(() -> known(first));
    }

    /** A cluster that is still finding itself answers nothing. */
    private boolean known(String generationId) {
        try {
            return !events(generationId).isEmpty();
        } catch (RuntimeException _) {
            return false;
        }
    }
}
