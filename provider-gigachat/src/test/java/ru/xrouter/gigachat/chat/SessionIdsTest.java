package ru.xrouter.gigachat.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.xrouter.api.chat.ChatRequestReader;

class SessionIdsTest {
    private static final String BEGINNING =
            "{\"role\":\"system\",\"content\":\"Кратко.\"},{\"role\":\"user\",\"content\":\"Какая река?\"}";

    private final SessionIds sessions = new SessionIds("secret");

    @Test
    void staysTheSameWhileAConversationGoesOn() {
        // When
        var first = id(BEGINNING, "account-1");
        var second = id(
                BEGINNING
                        + ",{\"role\":\"assistant\",\"content\":\"Волга.\"},{\"role\":\"user\",\"content\":\"А ещё?\"}",
                "account-1");

        // Then
        assertThat(second).isNotNull().isEqualTo(first);
    }

    @Test
    void isAUuidOfTheRandomKind() {
        var id = UUID.fromString(String.valueOf(id(BEGINNING, "account-1")));

        assertThat(id.version()).isEqualTo(4);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void isNeverSharedByTwoAccounts() {
        assertThat(id(BEGINNING, "account-1")).isNotEqualTo(id(BEGINNING, "account-2"));
    }

    @Test
    void differsByModelAndInstallation() {
        // Given
        var request = ChatRequestReader.read(body(BEGINNING));

        // When
        Set<@Nullable String> ids = Stream.of(
                        sessions.of(request, "GigaChat-2", "account-1"),
                        sessions.of(request, "GigaChat-2-Pro", "account-1"),
                        new SessionIds("other").of(request, "GigaChat-2", "account-1"))
                .collect(Collectors.toSet());

        // Then
        assertThat(ids).hasSize(3).doesNotContainNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\",\"content\":\"Какая река?\"}",
                "{\"role\":\"system\",\"content\":\"Кратко\"},{\"role\":\"user\",\"content\":\".Какая река?\"}",
                "{\"role\":\"assistant\",\"content\":\"Кратко.\"},{\"role\":\"user\",\"content\":\"Какая река?\"}",
                "{\"role\":\"system\",\"content\":\"Кратко.\"},{\"role\":\"user\",\"content\":\"Какая гора?\"}"
            })
    void differsByTheBeginning(String other) {
        assertThat(id(other, "account-1")).isNotNull().isNotEqualTo(id(BEGINNING, "account-1"));
    }

    @Test
    void isMissingWhereTheUserSaysNothing() {
        assertThat(id("{\"role\":\"system\",\"content\":\"Кратко.\"}", "account-1"))
                .isNull();
    }

    private @Nullable String id(String messages, String account) {
        return sessions.of(ChatRequestReader.read(body(messages)), "GigaChat-2", account);
    }

    private static byte[] body(String messages) {
        return "{\"model\":\"m\",\"messages\":[%s]}".formatted(messages).getBytes(StandardCharsets.UTF_8);
    }
}
