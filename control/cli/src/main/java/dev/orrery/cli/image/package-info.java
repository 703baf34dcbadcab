/**
 * The runner's image, made without a container engine: a Java runtime, the host's C library and the
 * distribution, as an OCI layout in a tar. Start at {@link dev.orrery.cli.image.RunnerImage}.
 */
@NullMarked
package dev.orrery.cli.image;

import org.jspecify.annotations.NullMarked;
