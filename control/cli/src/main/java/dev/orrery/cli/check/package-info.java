/**
 * How what a check found is shown: for people as text, for programs as JSON. Must not judge by
 * itself.
 */
@NullMarked
package dev.orrery.cli.check;

import org.jspecify.annotations.NullMarked;
