/**
 * What shall be against what is: every 30 seconds rows of deployments are held against machines.
 * Start at {@link dev.orrery.control.machine.reconcile.Reconciliation}, which is pure; {@link
 * dev.orrery.control.machine.reconcile.Reconciler} looks, asks it and does. It does not know SQL:
 * rows come through {@link dev.orrery.control.machine.reconcile.MachineRows}.
 */
@NullMarked
package dev.orrery.control.machine.reconcile;

import org.jspecify.annotations.NullMarked;
