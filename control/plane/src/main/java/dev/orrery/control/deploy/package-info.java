/**
 * Deploying: gates, room and rules, then a row that waits for its machine. Start at {@link
 * dev.orrery.control.deploy.Deployer}. The rules themselves and the status machine are in {@code
 * dev.orrery.deployment}; this package must not make machines.
 */
@NullMarked
package dev.orrery.control.deploy;

import org.jspecify.annotations.NullMarked;
