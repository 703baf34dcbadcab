/** Exact decimal values: prices, quantities and money, none of them ever a double. */
@NullMarked
package dev.orrery.api.value;

import org.jspecify.annotations.NullMarked;
