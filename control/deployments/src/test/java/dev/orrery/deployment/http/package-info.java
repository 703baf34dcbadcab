/** Requests that are read strictly. */
@NullMarked
package dev.orrery.deployment.http;

import org.jspecify.annotations.NullMarked;
