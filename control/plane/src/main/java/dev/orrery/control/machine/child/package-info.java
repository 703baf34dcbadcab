/**
 * Machines as processes of this host. Start at {@link
 * dev.orrery.control.machine.child.ChildProcesses}. Each has a folder that says everything about
 * it, so the control plane may end and begin at any time; a small shell script keeps the program
 * running meanwhile. Linux only: identity of processes is read from {@code /proc}.
 */
@NullMarked
package dev.orrery.control.machine.child;

import org.jspecify.annotations.NullMarked;
