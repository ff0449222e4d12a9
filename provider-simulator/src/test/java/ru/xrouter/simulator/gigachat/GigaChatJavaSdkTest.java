package ru.xrouter.simulator.gigachat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.giga.client.CompletionV2StreamHandler;
import chat.giga.client.GigaChatClient;
import chat.giga.client.GigaChatClientAsync;
import chat.giga.client.ResponseHandler;
import chat.giga.client.auth.AuthClient;
import chat.giga.client.auth.AuthClientBuilder.OAuthBuilder;
import chat.giga.model.Scope;
import chat.giga.model.TokenCountRequest;
import chat.giga.model.completion.ChatFunction;
import chat.giga.model.completion.ChatFunctionParameters;
import chat.giga.model.completion.ChatFunctionParametersProperty;
import chat.giga.model.completion.ChatMessage;
import chat.giga.model.completion.ChatMessageRole;
import chat.giga.model.completion.CompletionChunkResponse;
import chat.giga.model.completion.CompletionRequest;
import chat.giga.model.embedding.EmbeddingRequest;
import chat.giga.model.file.UploadFileRequest;
import chat.giga.model.v2.completion.ChatMessageRoleV2;
import chat.giga.model.v2.completion.ChatMessageV2;
import chat.giga.model.v2.completion.CompletionRequestV2;
import chat.giga.model.v2.completion.stream.CompletionMessageDeltaEventV2;
import chat.giga.model.v2.completion.stream.CompletionMessageDoneEventV2;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.xrouter.simulator.RunningSimulator;

/** The official Java SDK takes the simulator for GigaChat. */
class GigaChatJavaSdkTest {
    @RegisterExtension
    static final RunningSimulator SIM = new RunningSimulator();

    private static final String BASE = "http://localhost:" + SIM.port() + "/gigachat";

    private final GigaChatClient client = GigaChatClient.builder()
            .apiUrl(BASE + "/api/v1")
            .apiV2Url(BASE + "/v2")
            .authClient(auth())
            .build();
    private final GigaChatClientAsync async = GigaChatClientAsync.builder()
            .apiUrl(BASE + "/api/v1")
            .apiV2Url(BASE + "/v2")
            .authClient(auth())
            .build();

    private static AuthClient auth() {
        return AuthClient.builder()
                .withOAuth(OAuthBuilder.builder()
                        .authApiUrl(BASE + "/api/v2")
                        .authKey(RunningSimulator.base64("id:secret"))
                        .scope(Scope.GIGACHAT_API_PERS)
                        .build())
                .build();
    }

    @Test
    void chats() {
        var answer = client.completions(CompletionRequest.builder()
                .model("GigaChat-2")
                .message(user("привет"))
                .build());

        assertThat(answer.choices().getFirst().message().content()).startsWith("Эхо: привет.");
        assertThat(answer.usage().totalTokens()).isPositive();
    }

    @Test
    void streams() throws Exception {
        // Given
        var text = new StringBuilder();
        var done = new CompletableFuture<String>();

        // When
        async.completions(
                CompletionRequest.builder().model("GigaChat-2").message(user("привет")).stream(true)
                        .build(),
                new ResponseHandler<CompletionChunkResponse>() {
                    @Override
                    public void onNext(CompletionChunkResponse chunk) {
                        text.append(chunk.choices().getFirst().delta().content());
                    }

                    @Override
                    public void onComplete() {
                        done.complete(text.toString());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        done.completeExceptionally(failure);
                    }
                });

        // Then
        assertThat(done.get(20, TimeUnit.SECONDS)).startsWith("Эхо: привет.");
    }

    @Test
    void callsAFunctionAndHandsInItsResult() {
        // Given
        var function = ChatFunction.builder()
                .name("weather")
                .description("Погода в городе")
                .parameters(ChatFunctionParameters.builder()
                        .type("object")
                        .property(
                                "city",
                                ChatFunctionParametersProperty.builder()
                                        .type("string")
                                        .build())
                        .build())
                .build();
        var question = user("call weather {\"city\":\"Тверь\"}");

        // When
        var call = client.completions(CompletionRequest.builder()
                        .model("GigaChat-2-Max")
                        .message(question)
                        .function(function)
                        .build())
                .choices()
                .getFirst();
        var result = ChatMessage.builder()
                .role(ChatMessageRole.FUNCTION)
                .name("weather")
                .content("{\"degrees\":7}")
                .build();
        var answer = client.completions(CompletionRequest.builder()
                .model("GigaChat-2-Max")
                .message(question)
                .message(ChatMessage.builder()
                        .role(ChatMessageRole.ASSISTANT)
                        .content(call.message().content())
                        .functionCall(call.message().functionCall())
                        .functionsStateId(call.message().functionsStateId())
                        .build())
                .message(result)
                .function(function)
                .build());

        // Then
        assertThat(call.finishReason().toString()).isEqualToIgnoringCase("function_call");
        assertThat(call.message().functionCall().arguments()).containsEntry("city", "Тверь");
        assertThat(answer.choices().getFirst().message().content()).contains("degrees");
    }

    @Test
    void embedsCountsListsAndShowsTheBalance() {
        assertThat(client.embeddings(EmbeddingRequest.builder()
                                .model("Embeddings")
                                .addInput("раз")
                                .addInput("два")
                                .build())
                        .data())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.embedding()).hasSize(1024));
        assertThat(client.tokensCount(TokenCountRequest.builder()
                                .model("GigaChat-2")
                                .addInput("раз, два, три")
                                .build())
                        .getFirst()
                        .tokens())
                .isEqualTo(4);
        assertThat(client.models().data())
                .anySatisfy(model -> assertThat(model.id()).isEqualTo("GigaChat-2-Max"));
        assertThat(client.balance().balance()).isNotEmpty();
    }

    @Test
    void keepsFiles() {
        // When
        var stored = client.uploadFile(UploadFileRequest.builder()
                .file(GigaChatFilesTest.PNG)
                .fileName("a.png")
                .mimeType("image/png")
                .purpose("general")
                .build());
        var id = stored.id().toString();
        var seen = client.completions(CompletionRequest.builder()
                .model("GigaChat-2-Max")
                .message(ChatMessage.builder()
                        .role(ChatMessageRole.USER)
                        .content("Что это?")
                        .attachment(id)
                        .build())
                .build());

        // Then
        assertThat(seen.choices().getFirst().message().content()).contains("Вижу: a.png");
        assertThat(client.fileInfo(id).bytes()).isEqualTo(GigaChatFilesTest.PNG.length);
        assertThat(client.availableFileList().data())
                .anySatisfy(file -> assertThat(file.id()).hasToString(id));
        assertThat(client.downloadFile(id, null)).isEqualTo(GigaChatFilesTest.PNG);
        assertThat(client.deleteFile(id).deleted()).isTrue();
    }

    @Test
    void chatsAndStreamsByVersionTwo() throws Exception {
        // Given
        var request = CompletionRequestV2.builder()
                .model("GigaChat-3-Ultra")
                .message(ChatMessageV2.textMessage(ChatMessageRoleV2.USER, "привет"))
                .build();
        var text = new StringBuilder();
        var done = new CompletableFuture<String>();

        // When
        var answer = client.completionsV2(request);
        async.completionsV2Stream(request, new CompletionV2StreamHandler() {
            @Override
            public void onMessageDelta(CompletionMessageDeltaEventV2 event) {
                text.append(event.messages().getFirst().content().getFirst().text());
            }

            @Override
            public void onMessageDone(CompletionMessageDoneEventV2 event) {
                text.append('|').append(event.finishReason());
            }

            @Override
            public void onComplete() {
                done.complete(text.toString());
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }
        });

        // Then
        assertThat(answer.messages().getFirst().content().getFirst().text()).startsWith("Эхо: привет.");
        assertThat(answer.usage().totalTokens()).isPositive();
        assertThat(done.get(20, TimeUnit.SECONDS)).startsWith("Эхо: привет.").endsWith("|stop");
    }

    private static ChatMessage user(String text) {
        return ChatMessage.builder().role(ChatMessageRole.USER).content(text).build();
    }
}
