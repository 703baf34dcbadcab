/** Tests of machines as pods, over a cluster on loopback. */
@NullMarked
package dev.orrery.control.machine.kubernetes;

import org.jspecify.annotations.NullMarked;
