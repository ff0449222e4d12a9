/** The authorization server: OAuth 2.0 with PKCE, access tokens, their keys and their end. */
@NullMarked
package ru.xrouter.auth.oauth;

import org.jspecify.annotations.NullMarked;
