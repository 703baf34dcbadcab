/** The daemon's own settings. Start at {@link dev.orrery.config.run.RunConfig}. */
@NullMarked
package dev.orrery.config.run;

import org.jspecify.annotations.NullMarked;
