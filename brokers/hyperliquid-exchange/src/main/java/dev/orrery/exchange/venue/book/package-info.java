/**
 * Orders that live: those on a book, by price and then by time ({@link
 * dev.orrery.exchange.venue.book.OrderBook}), and those that wait for a mark price ({@link
 * dev.orrery.exchange.venue.book.TriggerBook}). Structures alone; what may be placed and what a
 * match does is decided elsewhere.
 */
@NullMarked
package dev.orrery.exchange.venue.book;

import org.jspecify.annotations.NullMarked;
