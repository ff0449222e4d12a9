package ru.xrouter.router.catalogue;

/** The catalogue cannot be sold from; the message names the file, the place, the key and the value. */
final class InvalidCatalogueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidCatalogueException(String source, String place, String reason) {
        super("The catalogue %s is not valid%s: %s".formatted(source, place.isEmpty() ? "" : " at " + place, reason));
    }
}
