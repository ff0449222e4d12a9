package ru.xrouter.auth.outside;

import java.util.Optional;

/**
 * A person as a provider vouches for them.
 *
 * @param issuer the provider, whose {@code subject} the person is: together these are who it is
 * @param email where the provider told one; it identifies nobody
 * @param emailVerified whether the provider knows that the e-mail is the person's
 */
public record OutsidePerson(
        String provider, String issuer, String subject, Optional<String> email, boolean emailVerified) {}
