import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

/** One whole answer and one streamed, with OpenAI's client for Java. */
void main() {
    var openai = OpenAIOkHttpClient.fromEnv(); // reads OPENAI_BASE_URL and OPENAI_API_KEY

    var answer = openai.chat().completions().create(asking("gigachat/GigaChat-2", "Назови столицу России."));
    IO.println(answer.choices().getFirst().message().content().orElse(""));
    IO.println(answer.usage().orElseThrow().totalTokens() + " tokens");

    try (var stream = openai.chat()
            .completions()
            .createStreaming(asking("yandexgpt/yandexgpt-lite", "Расскажи о Твери."))) {
        stream.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .forEach(IO::print);
    }
    IO.println("");
    openai.close();
}

ChatCompletionCreateParams asking(String model, String message) {
    return ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage(message)
            .build();
}
