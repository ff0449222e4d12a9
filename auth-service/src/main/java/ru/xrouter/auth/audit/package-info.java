/** The audit log. */
@NullMarked
package ru.xrouter.auth.audit;

import org.jspecify.annotations.NullMarked;
