/** What goes into the {@code authorization} header of calls to Yandex Cloud. */
@NullMarked
package ru.xrouter.yandexgpt.token;

import org.jspecify.annotations.NullMarked;
