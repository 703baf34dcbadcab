package dev.orrery.market.file;

import java.io.IOException;
import java.util.List;

/**
 * The rows of a file, one at a time; the first may hold the names of its columns. Confined to one
 * thread.
 */
public interface RecordedRows {
  /** Goes on to the next row that is not blank; false at the end. */
  boolean next() throws IOException;

  /** Number of the row: of a text its line, from 1. */
  int line();

  /** How many fields it has. */
  int fields();

  /** A field as it would be written. */
  String text(int field);

  /** All fields as texts. */
  List<String> texts();

  /** A field as a number; NaN when it is none. */
  double decimal(int field);

  /** A field as a whole number; {@link Long#MIN_VALUE} when it is none. */
  long whole(int field);
}
