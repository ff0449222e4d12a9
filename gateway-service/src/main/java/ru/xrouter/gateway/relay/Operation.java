package ru.xrouter.gateway.relay;

/** What the router does with a body; it lies at the same path there. */
public enum Operation {
    CHAT_COMPLETION("/v1/chat/completions", "messages"),
    TEXT_COMPLETION("/v1/completions", "prompt"),
    EMBEDDING("/v1/embeddings", "input"),
    TOKENIZATION("/v1/tokenize", "messages");

    private final String path;
    private final String content;

    Operation(String path, String content) {
        this.path = path;
        this.content = content;
    }

    String path() {
        return path;
    }

    /** The parameter that must be there. */
    String content() {
        return content;
    }

    /** Whether the parameter is the one that must be there, or may stand for it: a chat's prompt for its messages. */
    boolean isAbout(String parameter) {
        return content.equals(parameter) || (content.equals("messages") && parameter.equals("prompt"));
    }
}
