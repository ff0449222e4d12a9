/** Failures of REST resources as OpenAI errors. */
@NullMarked
package ru.xrouter.service.error;

import org.jspecify.annotations.NullMarked;
