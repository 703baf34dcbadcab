package dev.orrery.market.file;

import java.io.IOException;

/** Takes rows that are written to a file. Confined to one thread. */
public interface RecordedSink extends AutoCloseable {
  /** One row; copies the numbers. */
  void row(long time, double[] numbers) throws IOException;

  /** Writes what is left; the file is there then. */
  @Override
  void close() throws IOException;
}
