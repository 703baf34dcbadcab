/** Tests of the daemon's settings. */
@NullMarked
package dev.orrery.config.run;

import org.jspecify.annotations.NullMarked;
