/**
 * Machines as pods of a Kubernetes namespace. Start at {@link
 * dev.orrery.control.machine.kubernetes.KubernetesMachines}; what a pod is made of stands in {@code
 * PodSpecs}, what it says of its program in {@code PodStatus}. This module is not on the class path
 * of a runner: its library is loaded by a control plane that uses it.
 */
@NullMarked
package dev.orrery.control.machine.kubernetes;

import org.jspecify.annotations.NullMarked;
