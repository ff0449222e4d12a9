package ru.xrouter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ru.xrouter.e2e.stack.Http;
import ru.xrouter.e2e.stack.Stack;

/** One request as editors' HTTP clients read it: a title, method and address, headers, a blank line, a body. */
record HttpFile(String method, String path, List<String> headers, String body) {
    private static final String BASE = "{{OPENAI_BASE_URL}}";
    private static final String AUTHORIZATION = "Authorization: Bearer {{OPENAI_API_KEY}}";

    static HttpFile read(Path file) throws IOException {
        var text = Files.readString(file);
        var parts = text.split("\n\n", 2);
        var lines = parts[0].lines().filter(line -> !line.startsWith("#")).toList();
        var target = lines.getFirst().split(" ", 2);
        assertThat(target[1]).startsWith(BASE);
        return new HttpFile(
                target[0],
                "/v1" + target[1].substring(BASE.length()),
                lines.subList(1, lines.size()),
                parts.length > 1 ? parts[1] : "");
    }

    Http.Answer send(Stack stack) {
        assertThat(headers).contains(AUTHORIZATION);
        return stack.http().send(method, path, body.isEmpty() ? null : body);
    }
}
