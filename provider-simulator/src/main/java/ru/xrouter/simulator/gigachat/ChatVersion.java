package ru.xrouter.simulator.gigachat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The two versions of the chat API: the same models behind two wire formats. */
enum ChatVersion {
    V1 {
        @Override
        ChatRequest read(@Nullable JsonNode body, Attachments attachments) {
            return ChatRules.read(body, attachments);
        }

        @Override
        AnswerForm write(AnswerHead head, ChatAnswer answer, int pieces) {
            return new ChatWriter(head, answer, pieces);
        }
    },
    V2 {
        @Override
        ChatRequest read(@Nullable JsonNode body, Attachments attachments) {
            return ChatRulesV2.read(body, attachments);
        }

        @Override
        AnswerForm write(AnswerHead head, ChatAnswer answer, int pieces) {
            return new ChatWriterV2(head, answer, pieces);
        }
    };

    /** What every answer names. */
    record AnswerHead(String model, long created, int promptTokens, int cachedTokens) {}

    abstract ChatRequest read(@Nullable JsonNode body, Attachments attachments);

    abstract AnswerForm write(AnswerHead head, ChatAnswer answer, int pieces);
}
