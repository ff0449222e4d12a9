/** {@code Idempotency-Key}: a completed answer is given again without a second charge. */
@NullMarked
package ru.xrouter.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
