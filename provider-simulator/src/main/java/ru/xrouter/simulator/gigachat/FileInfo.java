package ru.xrouter.simulator.gigachat;

/** A file of an account's, without its content. */
record FileInfo(String id, FileKind kind, String filename, int bytes, String purpose, long createdAt) {
    private static final int IMAGE_TOKENS = 256;

    /** The simulator's own rule: an image counts 256 tokens, anything else one for every four bytes begun. */
    int tokens() {
        return kind == FileKind.IMAGE ? IMAGE_TOKENS : Math.ceilDiv(bytes, 4);
    }
}
