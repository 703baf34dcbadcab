/**
 * What the runtime writes down: decisions with everything they read, in entries of the one journal.
 * Start at {@link dev.orrery.runtime.recording.DecisionRecord}.
 */
@NullMarked
package dev.orrery.runtime.recording;

import org.jspecify.annotations.NullMarked;
