/** What the tests of all modules share: fixture pairs and the rules of the house. */
@NullMarked
package ru.xrouter.api.testing;

import org.jspecify.annotations.NullMarked;
