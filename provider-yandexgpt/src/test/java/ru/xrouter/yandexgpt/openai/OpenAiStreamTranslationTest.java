package ru.xrouter.yandexgpt.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ru.xrouter.api.chat.ChatCompletionRequest;
import ru.xrouter.api.chat.ChatRequestReader;
import ru.xrouter.api.chat.Delta;
import ru.xrouter.api.chat.FinishReason;
import ru.xrouter.api.testing.Fixture;
import ru.xrouter.api.usage.Usage;
import ru.xrouter.provider.StreamStep;
import ru.xrouter.provider.http.LongStream;
import ru.xrouter.yandexgpt.testing.NumberedIds;
import ru.xrouter.yandexgpt.testing.StreamSteps;

class OpenAiStreamTranslationTest {
    private static final ChatCompletionRequest REQUEST = ChatRequestReader.read("""
            {"model":"aliceai-llm/latest","stream":true,"messages":[{"role":"user","content":"Where is it?"}]}""".getBytes(UTF_8));

    static Stream<Fixture> streams() {
        return Fixture.all("openai-stream");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void translatesStream(Fixture fixture) {
        fixture.assertOutText("sse", events(fixture.in()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void theSameWhereverTheNetworkCutsIt(Fixture fixture) {
        // Given
        var stream = fixture.in();
        var whole = events(stream);
        for (int cut = 1; cut < stream.length; cut++) {
            // When
            var events = events(Arrays.copyOfRange(stream, 0, cut), Arrays.copyOfRange(stream, cut, stream.length));
            // Then
            assertThat(events).as("cut at byte %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void keepsNothingOfALongStream() {
        // Given
        var translation = new OpenAiStreamTranslation(REQUEST, new NumberedIds());
        // When
        var kept = LongStream.kept(translation, new String(line(LongStream.TEXT), UTF_8) + "\n\n");
        // Then
        assertThat(kept).isLessThan(LongStream.said() / 8);
    }

    @Test
    void endsAtAStopSequenceThoughTheProviderGoesOn() {
        // Given
        var request = ChatRequestReader.read("""
                {"model":"m","stream":true,"stop":"END","messages":[{"role":"user","content":"?"}]}""".getBytes(UTF_8));
        var translation = new OpenAiStreamTranslation(request, new NumberedIds());
        // When
        var steps = new ArrayList<StreamStep>();
        steps.addAll(translation.line(line("One E")));
        steps.addAll(translation.line(line("ND two")));
        steps.addAll(translation.line(line(" three")));
        // Then
        assertThat(steps)
                .containsExactly(
                        new StreamStep.Counted(Usage.estimate(7, 2)),
                        new StreamStep.Said(new Delta.Text("One ")),
                        new StreamStep.Counted(Usage.estimate(7, 3)),
                        new StreamStep.CutShort(FinishReason.STOP, Usage.estimate(7, 3)));
    }

    private static byte[] line(String text) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}"
                .formatted(text)
                .getBytes(UTF_8);
    }

    private static String events(byte[]... buffers) {
        return StreamSteps.events(new OpenAiStreamTranslation(REQUEST, new NumberedIds()), buffers);
    }
}
