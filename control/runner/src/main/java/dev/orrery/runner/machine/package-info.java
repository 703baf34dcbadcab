/**
 * One deployment of a database on a machine of its own. Begin with {@link
 * dev.orrery.runner.machine.MachineBoot}, which has the order of its start, and {@link
 * dev.orrery.runner.machine.ExecutionLease}, on which hangs that nobody else trades for it. Knows
 * nothing of a control plane: the row says everything.
 */
@NullMarked
package dev.orrery.runner.machine;

import org.jspecify.annotations.NullMarked;
