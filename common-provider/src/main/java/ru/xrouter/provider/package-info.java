/** What a provider's adapter supplies: pure translations and credentials. */
@NullMarked
package ru.xrouter.provider;

import org.jspecify.annotations.NullMarked;
