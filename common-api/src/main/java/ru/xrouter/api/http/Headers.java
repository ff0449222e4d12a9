package ru.xrouter.api.http;

/** Header names, lower case as HTTP/2 wants them. */
public final class Headers {
    /** The generation id, on every response that a client gets. */
    public static final String REQUEST_ID = "x-request-id";

    public static final String TRACEPARENT = "traceparent";
    public static final String RETRY_AFTER = "retry-after";
    public static final String SHOULD_RETRY = "x-should-retry";
    public static final String SERVER_TIMING = "server-timing";
    public static final String LIMIT_MODE = "x-xrouter-limit-mode";
    public static final String IGNORED_PARAMETERS = "x-xrouter-ignored-parameters";

    /** Gateway to router and on to the adapter: the id of the generation. */
    public static final String GENERATION_ID = "x-xrouter-generation-id";

    /** Gateway to router and on to the adapter: who pays. */
    public static final String ACCOUNT_ID = "x-xrouter-account-id";

    /** Gateway to router: the API key's id, never the key. */
    public static final String KEY_ID = "x-xrouter-key-id";

    /** Gateway to auth-service: from where the caller came, for the audit log. */
    public static final String CLIENT_ADDRESS = "x-xrouter-client-address";

    /** Gateway to router: the key's {@link ru.xrouter.api.access.SpendingCap}; absent when it has none. */
    public static final String SPENDING_CAP = "x-xrouter-spending-cap";

    /**
     * Gateway to router alone, and never logged: the account's own credentials at providers, the
     * {@link ru.xrouter.api.access.OwnCredential#header header} of them; absent when it has none.
     */
    public static final String OWN_CREDENTIALS = "x-xrouter-own-credentials";

    /** Gateway to router: the OAuth client that acts for the account; absent when there is none. */
    public static final String APP = "x-xrouter-app";

    /** Gateway to router: tokens taken from the limits, and the limits; absent when tokens are not limited. */
    public static final String TOKEN_RESERVATION = "x-xrouter-token-reservation";

    /** Gateway to router: when they were taken, by Redis' clock in microseconds since the epoch; absent when Redis was not asked. */
    public static final String TOKENS_TAKEN_AT = "x-xrouter-tokens-taken-at";

    /** Router to adapter: public id of the model, to be named in the answer. Router to client: who answered. */
    public static final String MODEL = "x-xrouter-model";

    /** Router to adapter: the provider's name for the model. */
    public static final String PROVIDER_MODEL = "x-xrouter-provider-model";

    /** Router to adapter: which of the provider's APIs serves the model; left out for the native one. */
    public static final String SURFACE = "x-xrouter-surface";

    /** Router to adapter: {@code true} when the caller wants every parameter honoured or the request refused. */
    public static final String REQUIRE_PARAMETERS = "x-xrouter-require-parameters";

    /** Router to adapter: {@code response_format} when the model knows none, so that the adapter has to see to it. */
    public static final String EMULATE = "x-xrouter-emulate";

    /**
     * Router to adapter alone, and never logged: the customer's own credential at the provider, to be used in place of
     * ours; the {@link ru.xrouter.api.adapter.CustomerCredential#header() header} of one.
     */
    public static final String PROVIDER_CREDENTIAL = "x-xrouter-provider-credential";

    /** Router to client: the provider that answered. */
    public static final String PROVIDER = "x-xrouter-provider";

    /** Adapter to router, on an answer that is not streamed: an adapter report as JSON. */
    public static final String REPORT = "x-xrouter-report";

    /** Adapter to router, on a refusal: which {@link ru.xrouter.api.adapter.ProviderFailure} it was. */
    public static final String FAILURE = "x-xrouter-failure";

    /** Adapter to router to gateway: microseconds spent waiting for the provider before the first byte. */
    public static final String PROVIDER_TIME = "x-xrouter-provider-time";

    private Headers() {}
}
