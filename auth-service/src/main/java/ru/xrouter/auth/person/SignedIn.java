package ru.xrouter.auth.person;

/** A person in a session. */
public record SignedIn(String sessionId, Person person) {}
