package ru.xrouter.provider;

import ru.xrouter.api.chat.Answer;
import ru.xrouter.api.usage.Usage;

/** A whole answer and what it used. */
public record ProviderAnswer(Answer answer, Usage usage) {}
