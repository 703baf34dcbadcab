/** Deployments on a real database: their status machine, their commands and what they cost. */
@NullMarked
package dev.orrery.deployment;

import org.jspecify.annotations.NullMarked;
