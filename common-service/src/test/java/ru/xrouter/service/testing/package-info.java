/** Real PostgreSQL and Redis for the integration tests of the services. */
@NullMarked
package ru.xrouter.service.testing;

import org.jspecify.annotations.NullMarked;
