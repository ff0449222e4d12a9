/** API keys, from outside and against a real database. */
@NullMarked
package ru.xrouter.auth.apikey;

import org.jspecify.annotations.NullMarked;
