package ru.xrouter.e2e.stack;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the running stack to tests, and skips them with a printed reason where none runs. */
final class RunningStack implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RunningStack.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Stack.isRunning()) {
            return ConditionEvaluationResult.enabled("the stack runs");
        }
        var reason = "no running stack: %s is not set, ./xrouter test sets it".formatted(Stack.URL);
        if (context.getTestMethod().isEmpty()) {
            System.out.printf("Skipped %s: %s%n", context.getDisplayName(), reason);
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var store = context.getRoot().getStore(NAMESPACE);
        store.computeIfAbsent(WarmUp.class, _ -> WarmUp.of(Stack.running()));
        // The store closes it when all tests have run.
        store.<Class<?>, AutoCloseable>computeIfAbsent(ReplicatedStack.class, _ -> ReplicatedStack::stop);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Stack.running();
    }
}
