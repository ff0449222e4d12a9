package ru.xrouter.gateway.call;

/** A service did not answer in time. */
public final class CallTimedOutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CallTimedOutException() {
        super("The service did not answer in time.", null, false, false);
    }
}
