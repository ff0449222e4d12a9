package ru.xrouter.e2e;

import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.NodeSuite;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** OpenAI's client for Node works as it does with OpenAI. */
@OnRunningStack
class OpenAiNodeE2E {
    private final Stack stack;

    OpenAiNodeE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void passesItsSuite() {
        new NodeSuite("openai.test.js").passes(stack);
    }
}
