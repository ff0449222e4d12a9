/** How a service leaves without dropping what runs. */
@NullMarked
package ru.xrouter.service.drain;

import org.jspecify.annotations.NullMarked;
