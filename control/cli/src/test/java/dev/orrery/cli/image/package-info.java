/** Tests of the runner's image. */
@NullMarked
package dev.orrery.cli.image;

import org.jspecify.annotations.NullMarked;
