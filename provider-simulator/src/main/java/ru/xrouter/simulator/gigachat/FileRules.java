package ru.xrouter.simulator.gigachat;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What GigaChat demands of a file before it stores it, and of the files of a chat request. */
final class FileRules {
    private static final Set<String> PURPOSES = Set.of("general", "assistant");
    private static final int MOST_IN_MESSAGE = 2;
    private static final int MOST_IN_REQUEST = 10;
    private static final long MOST_BYTES = 80L * 1024 * 1024;

    private FileRules() {}

    /** The kind of a file that may be stored. */
    static FileKind upload(@Nullable String filename, byte[] head, int bytes, @Nullable String purpose) {
        if (purpose == null || !PURPOSES.contains(purpose)) {
            throw GigaChatRefusal.badRequest("Bad request: field 'purpose' must be 'general' or 'assistant'");
        }
        var kind = filename == null ? null : FileKind.of(filename);
        if (kind == null || bytes == 0) {
            throw GigaChatRefusal.badRequest("Bad request: file format is not supported");
        }
        if (bytes > kind.most()) {
            throw new GigaChatRefusal(413, "Payload too large");
        }
        if (kind == FileKind.IMAGE && !isImage(head)) {
            throw GigaChatRefusal.badRequest("Bad request: file is not an image");
        }
        return kind;
    }

    private static boolean isImage(byte[] head) {
        return begins(head, 0x89, 'P', 'N', 'G')
                || begins(head, 0xFF, 0xD8, 0xFF)
                || begins(head, 'B', 'M')
                || begins(head, 'I', 'I', 42, 0)
                || begins(head, 'M', 'M', 0, 42);
    }

    private static boolean begins(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (var i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Checks the files that a whole request attaches. */
    static void attached(Iterable<ChatMessage> messages, String model) {
        var files = 0;
        var bytes = 0L;
        for (var message : messages) {
            if (message.files().size() > MOST_IN_MESSAGE) {
                throw GigaChatRefusal.invalid("a message must have at most " + MOST_IN_MESSAGE + " attachments");
            }
            for (var file : message.files()) {
                files++;
                bytes += file.kind() == FileKind.TEXT ? 0 : file.bytes();
                if (file.kind() != FileKind.TEXT && !GigaChatModels.sees(model)) {
                    throw new GigaChatRefusal(422, "Requested model does not support attachments");
                }
            }
        }
        if (files > MOST_IN_REQUEST) {
            throw GigaChatRefusal.invalid("a request must have at most " + MOST_IN_REQUEST + " attachments");
        }
        if (bytes > MOST_BYTES) {
            throw new GigaChatRefusal(413, "Payload too large");
        }
    }
}
