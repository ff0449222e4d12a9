package ru.xrouter.yandexgpt;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WrongKeyIT.WrongKey.class)
@WithTestResource(SimulatorResource.class)
class WrongKeyIT {
    public static final class WrongKey implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("xrouter.yandexgpt.api-key", "wrong-key");
        }
    }

    @Test
    void anOperatorsWrongKeyIsNeverTheCallers() {
        // When
        var response = new AdapterClient().call("""
                        {"model":"m","messages":[{"role":"user","content":"Привет"}]}""");
        // Then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("x-xrouter-failure")).contains("bad_credentials");
        assertThat(response.body()).doesNotContain("wrong").doesNotContain("key");
    }
}
