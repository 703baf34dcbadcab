/** Tests of the mechanism of configuration. */
@NullMarked
package dev.orrery.config;

import org.jspecify.annotations.NullMarked;
