/**
 * What every other part stands on and no trading word belongs in: time ({@link
 * dev.orrery.kernel.Timeline}), ids, secrets, problems with exit codes, meters, artifacts by
 * digest, and the canonical form of records.
 */
@NullMarked
package dev.orrery.kernel;

import org.jspecify.annotations.NullMarked;
