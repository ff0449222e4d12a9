package ru.xrouter.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one streamed answer line by line; both server-sent events and newline-delimited JSON come in lines. Holds no
 * more than it needs to tell the next step.
 */
public interface StreamTranslation {
    /**
     * Reads one line, without its line end.
     *
     * @throws MalformedAnswerException when it is not what the provider documents
     */
    List<StreamStep> line(byte[] line);

    /** The version of the model that answers; null as long as the provider has not told it. */
    default @Nullable String modelVersion() {
        return null;
    }
}
