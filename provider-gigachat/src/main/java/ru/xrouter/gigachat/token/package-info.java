/** Access tokens: fetched with the authorization key, shared by all calls, renewed ahead of their end. */
@NullMarked
package ru.xrouter.gigachat.token;

import org.jspecify.annotations.NullMarked;
