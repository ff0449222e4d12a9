/** The service token that our services show each other. */
@NullMarked
package ru.xrouter.service.token;

import org.jspecify.annotations.NullMarked;
