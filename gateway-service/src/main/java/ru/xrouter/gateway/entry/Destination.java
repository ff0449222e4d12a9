package ru.xrouter.gateway.entry;

import ru.xrouter.gateway.exchange.Endpoint;

/**
 * Where a path leads. The API lies under {@code /v1}, under {@code /api/v1} for clients of OpenRouter, and at the root for
 * clients whose base address lacks the version; a slash at the end changes nothing.
 *
 * @param id the rest of the path where it names a model, a key, a month or a provider, else empty
 */
record Destination(Endpoint endpoint, String id) {
    private static final String MODEL = "/models/";
    private static final String STATEMENT = "/statements/";
    private static final String KEYS_ONE = "/keys/";
    private static final String ROTATE = "/rotate";
    private static final String PROVIDER_CREDENTIALS_ONE = "/provider-credentials/";
    private static final String VALIDATE = "/validate";
    private static final Destination CHAT_COMPLETIONS = new Destination(Endpoint.CHAT_COMPLETIONS, "");
    private static final Destination COMPLETIONS = new Destination(Endpoint.COMPLETIONS, "");
    private static final Destination EMBEDDINGS = new Destination(Endpoint.EMBEDDINGS, "");
    private static final Destination TOKENIZE = new Destination(Endpoint.TOKENIZE, "");
    private static final Destination MODELS = new Destination(Endpoint.MODELS, "");
    private static final Destination PROVIDERS_STATUS = new Destination(Endpoint.PROVIDERS_STATUS, "");
    private static final Destination GENERATION = new Destination(Endpoint.GENERATION, "");
    private static final Destination CREDITS = new Destination(Endpoint.CREDITS, "");
    private static final Destination KEY = new Destination(Endpoint.KEY, "");
    private static final Destination KEYS = new Destination(Endpoint.KEYS, "");
    private static final Destination USAGE = new Destination(Endpoint.USAGE, "");
    private static final Destination PROVIDER_CREDENTIALS = new Destination(Endpoint.PROVIDER_CREDENTIALS, "");
    private static final Destination AUTH_KEYS = new Destination(Endpoint.AUTH_KEYS, "");
    private static final Destination UNKNOWN = new Destination(Endpoint.UNKNOWN, "");

    static Destination of(String path) {
        // By far the most common one costs one comparison.
        if (path.equals("/v1/chat/completions")) {
            return CHAT_COMPLETIONS;
        }
        var rest = withoutSlash(withoutPrefix(path));
        return switch (rest) {
            case "/chat/completions" -> CHAT_COMPLETIONS;
            case "/completions" -> COMPLETIONS;
            case "/embeddings" -> EMBEDDINGS;
            case "/tokenize" -> TOKENIZE;
            case "/models" -> MODELS;
            case "/providers/status" -> PROVIDERS_STATUS;
            case "/generation" -> GENERATION;
            case "/credits" -> CREDITS;
            case "/key" -> KEY;
            case "/keys" -> KEYS;
            case "/usage" -> USAGE;
            case "/provider-credentials" -> PROVIDER_CREDENTIALS;
            case "/auth/keys" -> AUTH_KEYS;
            default -> named(rest);
        };
    }

    private static Destination named(String rest) {
        if (rest.startsWith(MODEL) && rest.length() > MODEL.length()) {
            return new Destination(Endpoint.MODEL, rest.substring(MODEL.length()));
        }
        if (rest.startsWith(STATEMENT)) {
            return new Destination(Endpoint.STATEMENT, rest.substring(STATEMENT.length()));
        }
        if (rest.startsWith(KEYS_ONE)) {
            return one(rest.substring(KEYS_ONE.length()), Endpoint.KEYS_ONE, ROTATE, Endpoint.KEYS_ROTATE);
        }
        return rest.startsWith(PROVIDER_CREDENTIALS_ONE)
                ? one(
                        rest.substring(PROVIDER_CREDENTIALS_ONE.length()),
                        Endpoint.PROVIDER_CREDENTIALS_ONE,
                        VALIDATE,
                        Endpoint.PROVIDER_CREDENTIALS_VALIDATE)
                : UNKNOWN;
    }

    private static Destination one(String id, Endpoint itself, String act, Endpoint acting) {
        return id.endsWith(act)
                ? new Destination(acting, id.substring(0, id.length() - act.length()))
                : new Destination(itself, id);
    }

    private static String withoutPrefix(String path) {
        if (path.startsWith("/v1/")) {
            return path.substring("/v1".length());
        }
        return path.startsWith("/api/v1/") ? path.substring("/api/v1".length()) : path;
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
