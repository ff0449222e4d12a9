package ru.xrouter.gateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ru.xrouter.gateway.exchange.Endpoint;

class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, CHAT_COMPLETIONS, ''",
        "/api/v1/chat/completions, CHAT_COMPLETIONS, ''",
        "/chat/completions, CHAT_COMPLETIONS, ''",
        "/v1/chat/completions/, CHAT_COMPLETIONS, ''",
        "/v1/completions, COMPLETIONS, ''",
        "/api/v1/completions, COMPLETIONS, ''",
        "/v1/embeddings, EMBEDDINGS, ''",
        "/api/v1/embeddings, EMBEDDINGS, ''",
        "/v1/tokenize, TOKENIZE, ''",
        "/api/v1/tokenize/, TOKENIZE, ''",
        "/v1/models, MODELS, ''",
        "/v1/models/, MODELS, ''",
        "/v1/providers/status, PROVIDERS_STATUS, ''",
        "/v1/providers, UNKNOWN, ''",
        "/v1/models/gigachat/gigachat-2, MODEL, gigachat/gigachat-2",
        "/api/v1/models/gigachat%2Fgigachat-2, MODEL, gigachat%2Fgigachat-2",
        "/v1/generation, GENERATION, ''",
        "/v1/credits, CREDITS, ''",
        "/v1/key, KEY, ''",
        "/v1/keys, KEYS, ''",
        "/api/v1/keys/, KEYS, ''",
        "/api/v1/auth/keys, AUTH_KEYS, ''",
        "/v1/keys/key-1, KEYS_ONE, key-1",
        "/api/v1/keys/key-1/, KEYS_ONE, key-1",
        "/v1/keys/key-1/rotate, KEYS_ROTATE, key-1",
        "/api/v1/statements/2026-11, STATEMENT, 2026-11",
        "/v1/provider-credentials, PROVIDER_CREDENTIALS, ''",
        "/api/v1/provider-credentials/gigachat, PROVIDER_CREDENTIALS_ONE, gigachat",
        "/v1/provider-credentials/gigachat/validate/, PROVIDER_CREDENTIALS_VALIDATE, gigachat",
        "/, UNKNOWN, ''",
        "'', UNKNOWN, ''",
        "/v1, UNKNOWN, ''",
        "/v2/models, UNKNOWN, ''",
        "/v1/v1/models, UNKNOWN, ''",
        "/q/health, UNKNOWN, ''",
        "/v1/chat/completions/extra, UNKNOWN, ''",
        "//v1/models, UNKNOWN, ''"
    })
    void leadsEveryPathToOneEndpoint(String path, Endpoint endpoint, String id) {
        assertThat(Destination.of(path)).isEqualTo(new Destination(endpoint, id));
    }
}
