package dev.orrery.market.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A format of recorded data beside comma-separated text. Implemented by modules that bring its
 * library, found with {@link java.util.ServiceLoader} when a file of it is met and not before.
 * Thread-safe.
 */
public interface RecordedFormat {
  /** Whether a file is of it, by its name. */
  boolean knows(Path file);

  /**
   * The rows of a file, the names of its columns first.
   *
   * @throws IOException when it cannot be read, or is not of this format
   */
  RecordedRows open(Path file) throws IOException;

  /**
   * Writes a file of one column of whole numbers and columns of doubles behind it. It is there once
   * the sink is closed, and not before.
   *
   * @param names of the columns, the times first
   */
  RecordedSink create(Path file, List<String> names) throws IOException;
}
