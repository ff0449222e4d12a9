/** Response formats for models that know none: asked for in words, checked, asked for once more. */
@NullMarked
package ru.xrouter.provider.format;

import org.jspecify.annotations.NullMarked;
