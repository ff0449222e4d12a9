/** What all pages share: headers, language, forms. */
@NullMarked
package ru.xrouter.auth.page;

import org.jspecify.annotations.NullMarked;
