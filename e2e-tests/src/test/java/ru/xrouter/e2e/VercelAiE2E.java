package ru.xrouter.e2e;

import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.NodeSuite;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** Vercel's AI SDK with its OpenAI-compatible provider works as it does with OpenAI. */
@OnRunningStack
class VercelAiE2E {
    private final Stack stack;

    VercelAiE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void passesItsSuite() {
        new NodeSuite("vercel-ai.test.js").passes(stack);
    }
}
