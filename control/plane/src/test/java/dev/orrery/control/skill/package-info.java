/** Publishing: verified elsewhere, kept by digest, never changed. */
@NullMarked
package dev.orrery.control.skill;

import org.jspecify.annotations.NullMarked;
