/** The API as its callers meet it. */
@NullMarked
package dev.orrery.control.api;

import org.jspecify.annotations.NullMarked;
