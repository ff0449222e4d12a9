package ru.xrouter.e2e;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of OpenAI's chat completions with a value that asks for something.
 *
 * @param parameter its name in {@code supported_parameters}
 * @param members of the request's body
 * @param disclosed its name where it is ignored or refused
 * @param mark what the provider's request holds where, and only where, the parameter is honoured; null when that cannot be told
 */
record ParameterProbe(
        String parameter,
        String members,
        String disclosed,
        @Nullable String mark) {
    private static final String TOOL = """
            {"type":"function","function":{"name":"%s","description":"Погода","parameters":{"type":"object","properties":{"city":{"type":"string"}}}%s}}\
            """;
    private static final String ONE_TOOL = "\"tools\":[%s]".formatted(TOOL.formatted("weather", ""));
    private static final String TWO_TOOLS =
            "\"tools\":[%s,%s]".formatted(TOOL.formatted("weather", ""), TOOL.formatted("rain", ""));
    private static final String FUNCTIONS =
            "\"functions\":[{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}]";
    private static final String SCHEMA = """
            "response_format":{"type":"json_schema","json_schema":{"name":"city","strict":true,"schema":{"type":"object",
             "properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}}}\
            """;

    /** Every parameter that OpenAI's SDKs send, one of theirs nobody has heard of, and those of older SDKs. */
    static final List<ParameterProbe> PARAMETERS = List.of(
            marked("max_tokens", "1717"),
            marked("max_completion_tokens", "1718"),
            marked("temperature", "0.37"),
            marked("top_p", "0.41"),
            marked("seed", "70707"),
            marked("presence_penalty", "0.61"),
            marked("frequency_penalty", "0.62"),
            marked("repetition_penalty", "1.63"),
            marked("logit_bias", "{\"50256\":7}", "50256"),
            marked("service_tier", "\"flex\"", "flex"),
            marked("metadata", "{\"a\":\"canary\"}", "canary"),
            marked("prediction", "{\"type\":\"content\",\"content\":\"canary\"}", "canary"),
            marked("audio", "{\"voice\":\"canary\",\"format\":\"mp3\"}", "canary"),
            marked("prompt_cache_key", "\"canary\"", "canary"),
            marked("prompt_cache_retention", "\"24h\"", "24h"),
            marked("xrouter_unheard_of", "\"canary\"", "canary"),
            of("verbosity", "\"low\""),
            of("store", "true"),
            of("n", "2"),
            of("stop", "\"никогда\""),
            of("stop", "[\"никогда\",\"нигде\"]"),
            of("stream", "true"),
            of("stream_options", "{\"include_usage\":true}", "\"stream\":true"),
            of("reasoning_effort", "\"low\""),
            of("user", "\"u-1\""),
            of("safety_identifier", "\"u-1\""),
            of("response_format", "{\"type\":\"text\"}"),
            of("response_format", "{\"type\":\"json_object\"}"),
            new ParameterProbe("response_format", SCHEMA, "response_format", null),
            new ParameterProbe("tools", ONE_TOOL, "tools", "weather"),
            of("tool_choice", "\"auto\"", ONE_TOOL),
            of("tool_choice", "\"none\"", ONE_TOOL),
            of("tool_choice", "\"required\"", ONE_TOOL),
            of("tool_choice", "{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}", ONE_TOOL),
            of(
                    "tool_choice",
                    "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":"
                            + "[{\"type\":\"function\",\"function\":{\"name\":\"rain\"}}]}}",
                    TWO_TOOLS),
            of("parallel_tool_calls", "false", ONE_TOOL),
            new ParameterProbe("tools", FUNCTIONS, "functions", "weather"),
            new ParameterProbe("tool_choice", "\"function_call\":\"none\"," + FUNCTIONS, "function_call", null),
            of("logprobs", "true"),
            of("top_logprobs", "2"),
            of("modalities", "[\"image\",\"text\"]"),
            of("web_search_options", "{}"));

    /** Values that not every model which honours the parameter can honour. */
    static final List<ParameterProbe> VALUES = List.of(
            value(
                    "stream_options.include_obfuscation",
                    "\"stream\":true,\"stream_options\":{\"include_obfuscation\":true}"),
            value("tool_choice", "\"tool_choice\":\"required\"," + TWO_TOOLS),
            value("tools.function.strict", "\"tools\":[%s]".formatted(TOOL.formatted("weather", ",\"strict\":true"))),
            value("temperature", "\"temperature\":1.7"),
            value("reasoning_effort", "\"reasoning_effort\":\"minimal\""),
            value("reasoning_effort", "\"reasoning_effort\":\"xhigh\""));

    /** OpenAI's own defaults written out, as some SDKs do: they ask for nothing. */
    static final String DEFAULTS = """
            "presence_penalty":0,"frequency_penalty":0,"repetition_penalty":1,"top_p":1,"temperature":1,"n":1,"logit_bias":{},"metadata":{},"stop":null,
            "seed":null,"logprobs":false,"top_logprobs":0,"store":false,"service_tier":"auto","verbosity":"medium","modalities":["text"],
            "parallel_tool_calls":true,"reasoning_effort":"none","response_format":{"type":"text"},"stream":false,"audio":null\
            """;

    private static ParameterProbe marked(String parameter, String value) {
        return marked(parameter, value, value);
    }

    private static ParameterProbe marked(String parameter, String value, String mark) {
        return new ParameterProbe(parameter, member(parameter, value), parameter, mark);
    }

    private static ParameterProbe of(String parameter, String value) {
        return new ParameterProbe(parameter, member(parameter, value), parameter, null);
    }

    private static ParameterProbe of(String parameter, String value, String others) {
        return new ParameterProbe(parameter, member(parameter, value) + "," + others, parameter, null);
    }

    private static ParameterProbe value(String disclosed, String members) {
        return new ParameterProbe(disclosed, members, disclosed, null);
    }

    private static String member(String parameter, String value) {
        return "\"%s\":%s".formatted(parameter, value);
    }
}
