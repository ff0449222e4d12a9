package ru.xrouter.provider.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import ru.xrouter.provider.Operation;

/** The figures of one model, one set for each operation. */
final class ModelMetrics {
    private final Map<Operation, OperationMetrics> operations = new EnumMap<>(Operation.class);

    ModelMetrics(MeterRegistry registry, String provider, String model) {
        for (var operation : Operation.values()) {
            operations.put(operation, new OperationMetrics(registry, provider, model, operation));
        }
    }

    OperationMetrics of(Operation operation) {
        return Objects.requireNonNull(operations.get(operation));
    }
}
