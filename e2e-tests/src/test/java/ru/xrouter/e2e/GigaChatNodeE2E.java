package ru.xrouter.e2e;

import org.junit.jupiter.api.Test;
import ru.xrouter.e2e.stack.NodeSuite;
import ru.xrouter.e2e.stack.OnRunningStack;
import ru.xrouter.e2e.stack.Stack;

/** GigaChat's own client for Node takes the simulator for GigaChat. */
@OnRunningStack
class GigaChatNodeE2E {
    private final Stack stack;

    GigaChatNodeE2E(Stack stack) {
        this.stack = stack;
    }

    @Test
    void passesItsSuite() {
        new NodeSuite("gigachat-sdk.test.js").passes(stack);
    }
}
