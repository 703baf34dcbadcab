/**
 * The venue behind one lock, and the requests that reach it. Start at {@link
 * dev.orrery.exchange.desk.VenueDesk}, the only way to the venue, and {@link
 * dev.orrery.exchange.desk.Requests}, which answers what is posted, over HTTP or a socket. No
 * connection is known here.
 */
@NullMarked
package dev.orrery.exchange.desk;

import org.jspecify.annotations.NullMarked;
