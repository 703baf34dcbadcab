package dev.orrery.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.orrery.market.file.RecordedFormat;
import dev.orrery.market.file.RecordedRows;
import dev.orrery.market.file.RecordedSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Parquet files of flat columns. Thread-safe. */
public final class ParquetFormat implements RecordedFormat {
  /** Kept, so that its level stays: what the library found out about the machine is no news. */
  private static final Logger QUIET = Logger.getLogger("dev.hardwood");

  static {
    QUIET.setLevel(Level.WARNING);
  }

  /** For the service loader. */
  public ParquetFormat() {}

  @Override
  public boolean knows(Path file) {
    return file.toString().endsWith(".parquet");
  }

  @Override
  public RecordedRows open(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
      return ParquetRows.read(reader);
    } catch (RuntimeException e) {
      // The library tells what is malformed, or compressed in a way it does not know, this way.
      throw new IOException("it is no Parquet file that can be read: " + e.getMessage(), e);
    }
  }

  @Override
  public RecordedSink create(Path file, List<String> names) throws IOException {
    return new ParquetSink(file, names);
  }
}
