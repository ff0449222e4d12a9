package ru.xrouter.api.testing.fuzz;

import java.util.List;
import java.util.Random;
import ru.xrouter.api.testing.fuzz.Tree.Leaf;

/** Values and names that readers stumble over. */
final class Values {
    private static final List<String> LEAVES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "1",
            "2",
            "0.5",
            "1.0",
            "1e3",
            "128",
            "129",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "1e308",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "123456789".repeat(20),
            "9".repeat(1_200),
            "0." + "3".repeat(1_200),
            "NaN",
            "Infinity",
            "-",
            "01",
            "0x10",
            "+1",
            "nul",
            "{}",
            "[]",
            "[null]",
            "[[]]",
            "{\"\":\"\"}",
            "\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\"",
            "\"\\u0000\"",
            "\"\\uFFFF\\uFFFE\\u2028\"",
            "\"\\x\"",
            "\"\t\"");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\n\n",
            "ё",
            "🦊🦊",
            "e\u0301\u200d\u202e",
            "null",
            "true",
            "1",
            "NaN",
            "data: [DONE]\n\n",
            "event: xrouter.report\ndata: {}\n\n",
            "<think>",
            "</think>",
            "{\"city\":",
            "[]",
            "call get_weather",
            "call get_weather {\"city\":",
            "user",
            "system",
            "developer",
            "assistant",
            "tool",
            "function",
            "required",
            "auto",
            "none",
            "low",
            "xhigh",
            "json_object",
            "json_schema",
            "image_url",
            "input_audio",
            "http://localhost:1/x.png",
            "file:///etc/passwd",
            "data:image/png;base64,AAAA",
            "data:image/png;base64,\u0000",
            "data:,",
            "base64",
            "object",
            "array",
            "string",
            "#/$defs/node",
            "#/",
            "^(a+)+$",
            "../../secrets",
            "${jndi:ldap://x}",
            "%s%n%d{0}",
            "gigachat/GigaChat-2",
            "yandexgpt/yandexgpt-lite",
            "gigachat/Embeddings",
            "yandexgpt/text-search-doc",
            "no/such-model");
    private static final List<String> NAMES = List.of(
            "",
            "model",
            "models",
            "messages",
            "prompt",
            "input",
            "role",
            "content",
            "name",
            "type",
            "text",
            "image_url",
            "url",
            "detail",
            "tools",
            "tool_calls",
            "tool_call_id",
            "tool_choice",
            "parallel_tool_calls",
            "function",
            "functions",
            "function_call",
            "arguments",
            "parameters",
            "properties",
            "required",
            "items",
            "enum",
            "anyOf",
            "allOf",
            "$ref",
            "$defs",
            "additionalProperties",
            "strict",
            "response_format",
            "json_schema",
            "schema",
            "stream",
            "stream_options",
            "include_usage",
            "n",
            "stop",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "user",
            "metadata",
            "reasoning_effort",
            "provider",
            "order",
            "only",
            "ignore",
            "allow_fallbacks",
            "require_parameters",
            "sort",
            "max_price",
            "completion",
            "usage",
            "include",
            "echo",
            "suffix",
            "best_of",
            "encoding_format",
            "dimensions",
            "modalities",
            "audio",
            "store",
            "__proto__",
            "имя",
            "a\u0000b");

    private final Random random;

    Values(Random random) {
        this.random = random;
    }

    Tree leaf() {
        return switch (random.nextInt(8)) {
            case 0 -> new Leaf(Integer.toString(random.nextInt(300) - 20));
            case 1 -> new Leaf(random.nextInt(100) == 0 ? Tree.quoted("ab ".repeat(60_000)) : Tree.quoted(letters()));
            case 2, 3, 4 -> new Leaf(Tree.quoted(of(TEXTS)));
            default -> new Leaf(of(LEAVES));
        };
    }

    String name() {
        return random.nextInt(20) == 0 ? letters() : of(NAMES);
    }

    /** A text that is hard on readers, though it may be any text. */
    String text() {
        return random.nextInt(4) == 0 ? letters() : of(TEXTS);
    }

    private String letters() {
        var letters = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            letters.append((char) (random.nextInt(10) == 0 ? random.nextInt(0xffff) : ' ' + random.nextInt(96)));
        }
        return letters.toString();
    }

    private String of(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
