/**
 * The host's pages, API, health and metrics on loopback. Start at {@link
 * dev.orrery.runner.http.HttpDoor}. Whatever changes something needs the token beside the lock of
 * the data directory.
 */
@NullMarked
package dev.orrery.runner.http;

import org.jspecify.annotations.NullMarked;
