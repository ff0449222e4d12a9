/** The models on sale, with capabilities, prices and candidates, read from one YAML file and reloaded when it changes. */
@NullMarked
package ru.xrouter.router.catalogue;

import org.jspecify.annotations.NullMarked;
