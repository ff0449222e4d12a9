/** The router's settings. */
@NullMarked
package ru.xrouter.router.config;

import org.jspecify.annotations.NullMarked;
