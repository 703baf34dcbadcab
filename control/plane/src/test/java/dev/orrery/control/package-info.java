/** What tests of the control plane share. */
@NullMarked
package dev.orrery.control;

import org.jspecify.annotations.NullMarked;
