/** Tests of what verbs print with. */
@NullMarked
package dev.orrery.cli.print;

import org.jspecify.annotations.NullMarked;
