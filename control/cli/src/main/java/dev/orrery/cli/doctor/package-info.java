/**
 * Whether all is well with what trading stands on, one question a class. Start at {@link
 * dev.orrery.cli.doctor.Finding}. Must change nothing.
 */
@NullMarked
package dev.orrery.cli.doctor;

import org.jspecify.annotations.NullMarked;
