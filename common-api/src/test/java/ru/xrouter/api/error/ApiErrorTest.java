package ru.xrouter.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiErrorTest {
    @Test
    void alwaysWritesAllFourKeys() {
        assertThat(text(ApiError.internal())).isEqualTo("""
                        {"error":{"message":"Something went wrong on our side. The x-request-id of this response helps us find it.",\
                        "type":"server_error","param":null,"code":"internal_error"}}\
                        """);
    }

    @Test
    void namesTheParameterAndKeepsMetadataApart() {
        assertThat(text(ApiError.invalid("Too \"big\".", "messages[0]", "invalid_value")
                        .withMetadata("b", "2")
                        .withMetadata("a", "1")))
                .isEqualTo("""
                        {"error":{"message":"Too \\"big\\".","type":"invalid_request_error","param":"messages[0]",\
                        "code":"invalid_value","metadata":{"a":"1","b":"2"}}}\
                        """);
    }

    @Test
    void tellsToWaitNoLessThanNeeded() {
        assertThat(ApiError.rateLimited("Slow down.", "requests", Duration.ofMillis(1001))
                        .retryAfterSeconds())
                .isEqualTo("2");
    }

    private static String text(ApiError error) {
        return new String(error.body(), StandardCharsets.UTF_8);
    }
}
