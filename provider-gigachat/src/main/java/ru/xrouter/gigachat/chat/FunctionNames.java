package ru.xrouter.gigachat.chat;

/** GigaChat has a function {@code web_search} of its own; a caller's function of that name goes by another there. */
final class FunctionNames {
    private static final String TAKEN = "web_search";
    private static final String INSTEAD = "xrouter_user_web_search";

    private FunctionNames() {}

    static String toGigaChat(String name) {
        return name.equals(TAKEN) ? INSTEAD : name;
    }

    static String fromGigaChat(String name) {
        return name.equals(INSTEAD) ? TAKEN : name;
    }
}
