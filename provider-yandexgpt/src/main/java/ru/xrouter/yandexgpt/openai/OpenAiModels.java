package ru.xrouter.yandexgpt.openai;

import java.util.Set;

/**
 * What is known of the models behind the OpenAI-compatible API. Yandex's own have another backend than the open ones.
 *
 * @param own beginnings of the names of Yandex's own models
 * @param reasoning models, with their branch, that take {@code reasoning_effort}
 * @param vision models, with their branch, that read images
 */
public record OpenAiModels(Set<String> own, Set<String> reasoning, Set<String> vision) {
    public OpenAiModels {
        own = Set.copyOf(own);
        reasoning = Set.copyOf(reasoning);
        vision = Set.copyOf(vision);
    }

    boolean isOwn(String providerModel) {
        return own.stream().anyMatch(providerModel::startsWith);
    }

    boolean reasons(String providerModel) {
        return reasoning.contains(providerModel);
    }

    boolean sees(String providerModel) {
        return vision.contains(providerModel);
    }
}
