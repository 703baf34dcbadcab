/**
 * Requests read strictly and answers as JSON, for every port of ours: what is wrong is answered
 * with problem details. Start at {@link dev.orrery.deployment.http.Fields} and {@link
 * dev.orrery.deployment.http.HttpProblem}. This package must not know a web server.
 */
@NullMarked
package dev.orrery.deployment.http;

import org.jspecify.annotations.NullMarked;
