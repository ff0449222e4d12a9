package ru.xrouter.local.welcome;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import ru.xrouter.local.plan.Component;
import ru.xrouter.local.plan.Ports;

/** What a person reads when everything runs: addresses, a key, and commands that work as printed. */
public record Welcome(Ports ports, List<Component> components, Path state, String key) {

    public String text() {
        return """

                %s
                %s

                API key (account "local", shown once):

                  %s

                curl:

                %s
                curl, streamed:

                %s
                Python:

                %s
                Node:

                %s
                Stop with Ctrl-C, or ./xrouter down from another terminal. Logs: ./xrouter logs [service] [-f]
                """.formatted(heading(), table(), key, curl(), curlStreamed(), python(), node());
    }

    private String baseUrl() {
        return "http://localhost:%d/v1".formatted(ports.of(Component.GATEWAY));
    }

    private static String heading() {
        return "  %-20s %-28s %s".formatted("", "address", "health and metrics");
    }

    private String table() {
        return components.reversed().stream().map(this::row).collect(Collectors.joining("\n"));
    }

    private String row(Component component) {
        var management =
                component.isService() ? "http://localhost:%d/q/health".formatted(ports.management(component)) : "";
        return "  %-20s %-28s %s"
                .formatted(component.label(), address(component), management)
                .stripTrailing();
    }

    private String address(Component component) {
        return switch (component) {
            case POSTGRES, REDIS -> "localhost:" + ports.of(component);
            case GATEWAY -> baseUrl();
            case SIMULATOR, AUTH, BILLING, GIGACHAT, YANDEXGPT, ROUTER, PROMETHEUS ->
                "http://localhost:" + ports.of(component);
        };
    }

    String curl() {
        return """
                curl -s %s/chat/completions \\
                  -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \\
                  -d '{"model": "gigachat/GigaChat-2", "messages": [{"role": "user", "content": "Привет!"}]}'
                """.formatted(baseUrl(), key);
    }

    String curlStreamed() {
        return """
                curl -sN %s/chat/completions \\
                  -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \\
                  -d '{"model": "yandexgpt/yandexgpt", "stream": true, "stream_options": {"include_usage": true}, "messages": [{"role": "user", "content": "Привет!"}]}'
                """.formatted(baseUrl(), key);
    }

    String python() {
        var environment = quoted(state.resolve("python"));
        return """
                python3 -m venv %1$s && %1$s/bin/pip install -q openai && %1$s/bin/python - <<'PY'
                from openai import OpenAI
                client = OpenAI(base_url="%2$s", api_key="%3$s")
                answer = client.chat.completions.create(
                    model="gigachat/GigaChat-2", messages=[{"role": "user", "content": "Привет!"}])
                print(answer.choices[0].message.content, answer.usage.total_tokens, "tokens")
                stream = client.chat.completions.create(
                    model="yandexgpt/yandexgpt", messages=[{"role": "user", "content": "Привет!"}], stream=True)
                for chunk in stream:
                    print(chunk.choices[0].delta.content or "", end="", flush=True)
                print()
                PY
                """.formatted(environment, baseUrl(), key);
    }

    String node() {
        return """
                mkdir -p %1$s && (cd %1$s && npm install --silent openai && node --input-type=module - <<'JS'
                import OpenAI from "openai";
                const client = new OpenAI({ baseURL: "%2$s", apiKey: "%3$s" });
                const messages = [{ role: "user", content: "Привет!" }];
                const answer = await client.chat.completions.create({ model: "gigachat/GigaChat-2", messages });
                console.log(answer.choices[0].message.content, answer.usage.total_tokens, "tokens");
                const stream = await client.chat.completions.create({ model: "yandexgpt/yandexgpt", messages, stream: true });
                for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
                console.log();
                JS
                )
                """.formatted(quoted(state.resolve("node")), baseUrl(), key);
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return "Welcome[ports=%s]".formatted(ports);
    }
}
