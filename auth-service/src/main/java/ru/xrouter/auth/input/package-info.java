/** Text that can be kept as it is: whatever else comes is refused before anything is done with it. */
@NullMarked
package ru.xrouter.auth.input;

import org.jspecify.annotations.NullMarked;
