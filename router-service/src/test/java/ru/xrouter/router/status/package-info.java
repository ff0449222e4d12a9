/** Tests of the providers' status. */
@NullMarked
package ru.xrouter.router.status;

import org.jspecify.annotations.NullMarked;
