package ru.xrouter.provider.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.StreamTranslation;

/** Feeds a recorded stream to a translation as the network may cut it, through the same line reader as in service. */
public final class CutStream {
    private final Lines lines = new Lines();
    private final List<StreamStep> steps = new ArrayList<>();
    private final StreamTranslation translation;
    private boolean ended;

    private CutStream(StreamTranslation translation) {
        this.translation = translation;
    }

    /** The steps of a stream that comes in two parts, cut before the given byte. */
    public static List<StreamStep> steps(StreamTranslation translation, byte[] stream, int cut) {
        var reader = new CutStream(translation);
        reader.accept(stream, 0, cut);
        reader.accept(stream, cut, stream.length);
        return reader.end();
    }

    /** The steps of a stream that comes byte by byte. */
    public static List<StreamStep> steps(StreamTranslation translation, byte[] stream) {
        var reader = new CutStream(translation);
        for (int i = 0; i < stream.length; i++) {
            reader.accept(stream, i, i + 1);
        }
        return reader.end();
    }

    private void accept(byte[] stream, int from, int to) {
        lines.accept(Buffer.buffer().appendBytes(stream, from, to - from), this::line);
    }

    private List<StreamStep> end() {
        lines.end(this::line);
        return steps;
    }

    private void line(byte[] line) {
        if (!ended) {
            var more = translation.line(line);
            steps.addAll(more);
            ended = more.stream().anyMatch(CutStream::isLast);
        }
    }

    private static boolean isLast(StreamStep step) {
        return switch (step) {
            case StreamStep.Said _, StreamStep.Made _, StreamStep.Counted _ -> false;
            case StreamStep.Finished _, StreamStep.CutShort _, StreamStep.Failed _ -> true;
        };
    }
}
