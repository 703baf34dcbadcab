/**
 * Deployments as rows: what is deployed, what people want of it, what its runner says of it, and
 * the commands between the two. Start at {@link dev.orrery.deployment.DeploymentStatus} (the status
 * machine) and {@link dev.orrery.deployment.CommandRules} (who may do what in which status). People
 * and programs send through {@link dev.orrery.deployment.Commands}; whoever hosts a deployment
 * obeys through {@link dev.orrery.deployment.CommandListener}. One process without accounts begins
 * with {@link dev.orrery.deployment.LocalDeploymentTable}. This package must not know what a
 * strategy or an order is: the control plane stands on it and loads no plugin.
 *
 * <p>Every method on owned rows takes the user; rows of others do not exist for it.
 */
@NullMarked
package dev.orrery.deployment;

import org.jspecify.annotations.NullMarked;
