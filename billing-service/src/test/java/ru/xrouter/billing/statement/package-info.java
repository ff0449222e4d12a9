/** Tests of statements. */
@NullMarked
package ru.xrouter.billing.statement;

import org.jspecify.annotations.NullMarked;
