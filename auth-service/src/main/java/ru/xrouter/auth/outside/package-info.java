/** Sign-in through outside OpenID and OAuth providers: who they are, how they are asked, which of their people are ours. */
@NullMarked
package ru.xrouter.auth.outside;

import org.jspecify.annotations.NullMarked;
