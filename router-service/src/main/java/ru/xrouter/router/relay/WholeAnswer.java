package ru.xrouter.router.relay;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import ru.xrouter.api.chat.AnswerWriter;
import ru.xrouter.api.money.Charge;
import ru.xrouter.api.usage.Usage;

/** Appends what only the router knows to an answer that is not streamed. */
public final class WholeAnswer {
    private WholeAnswer() {}

    /** The JSON object with usage and cost before its closing brace; null when it does not end with one. */
    public static @Nullable Buffer withUsage(Buffer object, Usage usage, Charge charge) {
        var brace = object.length() - 1;
        while (brace >= 0 && Character.isWhitespace(object.getByte(brace))) {
            brace--;
        }
        if (brace < 1 || object.getByte(brace) != '}') {
            return null;
        }
        var member = AnswerWriter.usageMember(usage, charge);
        return Buffer.buffer(brace + member.length + 2)
                .appendBuffer(object, 0, brace)
                .appendByte((byte) ',')
                .appendBytes(member)
                .appendByte((byte) '}');
    }
}
