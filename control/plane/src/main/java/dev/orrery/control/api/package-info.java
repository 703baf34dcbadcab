/**
 * The control plane's API under {@code /api/v1}, and the routes of jobs. Start at {@link
 * dev.orrery.control.api.PlaneDoor}. Routes are values ({@code Route}) that know no web server: the
 * document of the API is written from them, and a test asks each as a stranger. What is not the
 * caller's is not there.
 */
@NullMarked
package dev.orrery.control.api;

import org.jspecify.annotations.NullMarked;
