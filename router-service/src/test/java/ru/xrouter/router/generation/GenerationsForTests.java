package ru.xrouter.router.generation;

import jakarta.inject.Singleton;

/** Lets tests end what is running as a stop of the process does. */
@Singleton
public class GenerationsForTests {
    private final Generations generations;

    GenerationsForTests(Generations generations) {
        this.generations = generations;
    }

    public void endAll() {
        generations.endAll();
    }
}
