/** Tests of the providers' health. */
@NullMarked
package ru.xrouter.router.health;

import org.jspecify.annotations.NullMarked;
