package ru.xrouter.gigachat.chat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatMessage;
import ru.xrouter.api.chat.ChatMessage.AssistantMessage;
import ru.xrouter.api.chat.ChatMessage.SystemMessage;
import ru.xrouter.api.chat.ChatMessage.ToolMessage;
import ru.xrouter.api.chat.ChatMessage.UserMessage;
import ru.xrouter.api.chat.ContentPart;

/**
 * Names conversations for GigaChat's prompt cache. The name follows from the account, the model and the messages up to
 * the first of the user, all of which stay the same while a conversation goes on; it is keyed with a secret of this
 * installation, so that it tells nobody whose conversation it is. Accounts are named in the same way. Two accounts never have a name in common.
 */
final class SessionIds {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "xrouter gigachat session";
    private static final String CLIENT_PURPOSE = "xrouter gigachat client";
    private static final long VERSION_4 = 0x4000L;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;

    private final SecretKey key;

    SessionIds(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** A UUID; null when the user has said nothing, since such a conversation has no beginning to know it by. */
    @Nullable
    String of(ChatCompletionRequest request, String providerModel, String accountId) {
        var beginning = beginning(request.messages());
        if (beginning.isEmpty()) {
            return null;
        }
        var texts = new ArrayList<String>();
        texts.add(PURPOSE);
        texts.add(accountId);
        texts.add(providerModel);
        beginning.forEach(message -> add(message, texts));
        return uuid(digest(texts)).toString();
    }

    /** A UUID for an account: GigaChat gives a file to nobody but the client for whom it was made. */
    String client(String accountId) {
        return uuid(digest(List.of(CLIENT_PURPOSE, accountId))).toString();
    }

    private static List<ChatMessage> beginning(List<ChatMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof UserMessage) {
                return messages.subList(0, i + 1);
            }
        }
        return List.of();
    }

    private static void add(ChatMessage message, List<String> texts) {
        switch (message) {
            case SystemMessage(var text) -> add(texts, "system", text);
            case AssistantMessage assistant ->
                add(texts, "assistant", assistant.text() == null ? "" : assistant.text());
            case ToolMessage tool -> add(texts, "tool", tool.text());
            case UserMessage(var parts) -> {
                for (var part : parts) {
                    switch (part) {
                        case ContentPart.Text(var text) -> add(texts, "user", text);
                        case ContentPart.ImageUrl(var url) -> add(texts, "image", url);
                        case ContentPart.UploadedImage(var id) -> add(texts, "uploaded image", id);
                    }
                }
            }
        }
    }

    private static void add(List<String> texts, String kind, String text) {
        texts.add(kind);
        texts.add(text);
    }

    /** Each text goes with its length, so that no two lists of texts read the same. */
    private ByteBuffer digest(List<String> texts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (var text : texts) {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
                mac.update(bytes);
            }
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing.", e);
        }
    }

    /** In the form of a random UUID, the only kind that GigaChat is known to ask for. */
    private static UUID uuid(ByteBuffer digest) {
        return new UUID((digest.getLong() & ~VERSION_BITS) | VERSION_4, (digest.getLong() & ~VARIANT_BITS) | VARIANT);
    }
}
