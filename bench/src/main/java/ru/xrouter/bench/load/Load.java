package ru.xrouter.bench.load;

/** Decides what a connection does next. Belongs to the generator's event loop. */
interface Load {
    /** Begins. */
    void start();

    /** The connection's answer is complete; a good one has status 200. */
    void free(Connection connection, boolean good);

    /** The connection is gone. */
    void lost(Connection connection);

    /** Sends nothing more. */
    void stop();

    /** Requests that were due and have no answer. */
    long unanswered();
}
