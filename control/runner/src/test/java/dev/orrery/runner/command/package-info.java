/** Tests of what people tell running deployments. */
@NullMarked
package dev.orrery.runner.command;

import org.jspecify.annotations.NullMarked;
