/** Notices to the gateways that what they know of a key or grant no longer holds. */
@NullMarked
package ru.xrouter.auth.notice;

import org.jspecify.annotations.NullMarked;
