/** From a deploy to a machine, and to its end. */
@NullMarked
package dev.orrery.control.deploy;

import org.jspecify.annotations.NullMarked;
