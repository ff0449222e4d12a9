/** How the providers are doing, for callers. */
@NullMarked
package ru.xrouter.router.status;

import org.jspecify.annotations.NullMarked;
