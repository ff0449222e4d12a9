package ru.xrouter.simulator.yandex;

import io.vertx.core.buffer.Buffer;
import ru.xrouter.simulator.answer.Json;
import ru.xrouter.simulator.knobs.Knob;
import ru.xrouter.simulator.knobs.Knobs;

/** Errors of the OpenAI-compatible surface. None was ever recorded, so a knob chooses between the forms that clients expect. */
final class OpenAiErrors {
    private static final int TEXT = 2;
    private static final int NATIVE = 3;
    private static final int NESTED = 4;

    private OpenAiErrors() {}

    static Buffer body(YandexRefusal refusal, Knobs knobs) {
        return switch ((int) knobs.get(Knob.ERROR_FORM, 1)) {
            case TEXT -> Buffer.buffer("{\"error\":" + quoted(refusal) + "}");
            case NATIVE -> refusal.body();
            case NESTED -> Buffer.buffer("{\"error\":{\"error\":" + quoted(refusal) + "}}");
            default -> refusal.isHtml() ? refusal.body() : openAi(refusal);
        };
    }

    /** An error that ends a stream. */
    static Buffer event(YandexRefusal refusal, Knobs knobs) {
        return Buffer.buffer("data: ").appendBuffer(body(refusal, knobs)).appendString("\n\n");
    }

    private static Buffer openAi(YandexRefusal refusal) {
        return Buffer.buffer("{\"error\":{\"message\":" + quoted(refusal) + ",\"type\":\"" + type(refusal.status())
                + "\",\"param\":null,\"code\":\"" + refusal.status() + "\"}}");
    }

    private static String type(int status) {
        return switch (status) {
            case 400, 404 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> "server_error";
        };
    }

    private static String quoted(YandexRefusal refusal) {
        return Json.quote(new StringBuilder(), String.valueOf(refusal.getMessage()))
                .toString();
    }
}
