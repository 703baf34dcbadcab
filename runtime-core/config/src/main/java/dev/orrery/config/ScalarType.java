package dev.orrery.config;

import java.util.function.Function;

/**
 * How values of one type are written.
 *
 * @param noun with its article: {@code a whole number}; empty when the reader's message says it all
 * @param example a text that can be read
 * @param read text to value; throws {@link IllegalArgumentException} on what it cannot read
 * @param print value to a text that {@code read} reads back
 * @param <T> the type
 */
record ScalarType<T>(
    String noun, String example, Function<String, T> read, Function<T, String> print) {
  /** The noun without its article, for a table. */
  String name() {
    return noun.startsWith("a ") || noun.startsWith("an ")
        ? noun.substring(noun.indexOf(' ') + 1)
        : noun;
  }
}
