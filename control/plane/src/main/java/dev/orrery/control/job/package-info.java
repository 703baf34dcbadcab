/**
 * What is done at times: the heartbeat sweep, and clearing staged approvals away. Start at {@link
 * dev.orrery.control.job.Jobs}. A clock of ours ({@link dev.orrery.control.job.JobSchedule}) and
 * callers from outside go through the same code, which runs a slot once. This package must not end
 * machines: a silent runner may have an order under way.
 */
@NullMarked
package dev.orrery.control.job;

import org.jspecify.annotations.NullMarked;
