/**
 * What a deployment runs on: one machine each, behind {@code MachineProvider}, whether that is a
 * child process or somebody's cloud. This package knows deployments by id only; what shall run is
 * told to it.
 */
@NullMarked
package dev.orrery.control.machine;

import org.jspecify.annotations.NullMarked;
