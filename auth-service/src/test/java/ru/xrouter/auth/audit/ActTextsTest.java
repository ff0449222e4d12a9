package ru.xrouter.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.qute.i18n.Message;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every act has words for people in both languages, and no words are left of an act that is no more. */
class ActTextsTest {
    private static final List<String> ACTS =
            Stream.of(ActKind.values()).map(ActKind::text).toList();

    @Test
    void haveEveryActInEnglish() {
        assertThat(ActTexts.class.getDeclaredMethods())
                .allMatch(text -> !text.getAnnotation(Message.class).value().isBlank());
        assertThat(Arrays.stream(ActTexts.class.getDeclaredMethods()).map(text -> text.getName()))
                .containsExactlyInAnyOrderElementsOf(ACTS);
    }

    @Test
    void haveEveryActInRussian() throws IOException {
        var russian = new Properties();
        try (var file = reader("/messages/act_ru.properties")) {
            russian.load(file);
        }
        assertThat(russian.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(ACTS);
        assertThat(russian.values()).allMatch(text -> text.toString().matches(".*[а-яё].*"));
    }

    private static Reader reader(String path) {
        return new InputStreamReader(ActTextsTest.class.getResourceAsStream(path), StandardCharsets.UTF_8);
    }
}
