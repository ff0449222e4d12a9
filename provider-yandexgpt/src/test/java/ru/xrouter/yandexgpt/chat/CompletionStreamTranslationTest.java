package ru.xrouter.yandexgpt.chat;

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

class CompletionStreamTranslationTest {
    static final ChatCompletionRequest REQUEST = ChatRequestReader.read("""
            {"model":"yandexgpt/latest","stream":true,"messages":[{"role":"user","content":"Who wrote Oblomov?"}]}""".getBytes(UTF_8));

    static Stream<Fixture> streams() {
        return Fixture.all("stream");
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
    void keepsOneTextHoweverOftenItIsRepeated() {
        // Given
        var translation = new CompletionStreamTranslation(REQUEST, new NumberedIds());
        // When a text grows to a mebibyte, so that all lines have many of them
        var kept = LongStream.kept(
                translation, 256, number -> new String(line("x".repeat(4_096 * number), number), UTF_8) + "\n");
        // Then
        assertThat(kept).isLessThan(4 * 1_024 * 1_024);
    }

    @Test
    void endsAtAStopSequenceThoughTheProviderGoesOn() {
        // Given
        var translation = new CompletionStreamTranslation(stoppingAt("END"), new NumberedIds());
        // When
        var steps = new ArrayList<StreamStep>();
        steps.addAll(translation.line(line("One E", 2)));
        steps.addAll(translation.line(line("One END two", 5)));
        steps.addAll(translation.line(line("One END two three", 7)));
        // Then
        assertThat(steps)
                .containsExactly(
                        new StreamStep.Counted(Usage.of(31, 2)),
                        new StreamStep.Said(new Delta.Text("One ")),
                        new StreamStep.Counted(Usage.of(31, 5)),
                        new StreamStep.CutShort(FinishReason.STOP, Usage.of(31, 5)));
    }

    @Test
    void givesOutWhatWasHeldBackForAStopSequenceThatNeverCame() {
        // Given
        var translation = new CompletionStreamTranslation(stoppingAt("END"), new NumberedIds());
        // When
        var steps = new ArrayList<StreamStep>();
        steps.addAll(translation.line(line("One EN", 2)));
        steps.addAll(translation.line(
                new String(line("One EN", 2), UTF_8).replace("PARTIAL", "FINAL").getBytes(UTF_8)));
        // Then
        assertThat(steps)
                .containsExactly(
                        new StreamStep.Counted(Usage.of(31, 2)),
                        new StreamStep.Said(new Delta.Text("One ")),
                        new StreamStep.Said(new Delta.Text("EN")),
                        new StreamStep.Finished(FinishReason.STOP, Usage.of(31, 2)));
    }

    private static ChatCompletionRequest stoppingAt(String stop) {
        return ChatRequestReader.read("""
                {"model":"yandexgpt/latest","stream":true,"stop":"%s","messages":[{"role":"user","content":"?"}]}""".formatted(stop).getBytes(UTF_8));
    }

    private static byte[] line(String text, int completionTokens) {
        return """
                {"result":{"alternatives":[{"message":{"role":"assistant","text":"%s"},\
                "status":"ALTERNATIVE_STATUS_PARTIAL"}],\
                "usage":{"inputTextTokens":"31","completionTokens":"%d"},"modelVersion":"09.02.2025"}}""".formatted(text, completionTokens).getBytes(UTF_8);
    }

    private static String events(byte[]... buffers) {
        return StreamSteps.events(new CompletionStreamTranslation(REQUEST, new NumberedIds()), buffers);
    }
}
