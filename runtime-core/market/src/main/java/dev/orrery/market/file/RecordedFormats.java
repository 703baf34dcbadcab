package dev.orrery.market.file;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Which format a file has. */
public final class RecordedFormats {
  private static final String PARQUET = ".parquet";

  private RecordedFormats() {}

  /**
   * The format of a file by its name; empty for comma-separated text.
   *
   * @throws ProblemException when the module that reads it is not there
   */
  public static Optional<RecordedFormat> of(Path file) {
    if (!file.toString().endsWith(PARQUET)) {
      return Optional.empty();
    }
    for (RecordedFormat format :
        ServiceLoader.load(RecordedFormat.class, RecordedFormat.class.getClassLoader())) {
      if (format.knows(file)) {
        return Optional.of(format);
      }
    }
    throw new ProblemException(
        Problem.configuration(
            file.toString(),
            "is Parquet, which this program cannot read",
            "add orrery-parquet to its class path, or give a CSV file"));
  }

  /** The rows of a comma-separated text; the stream stays open. */
  public static RecordedRows csv(InputStream in) {
    return new CsvLines(in);
  }

  /** Writes a file in the format of its name. */
  public static RecordedSink create(Path file, List<String> names) throws IOException {
    Optional<RecordedFormat> format = of(file);
    return format.isPresent() ? format.get().create(file, names) : new CsvSink(file, names);
  }
}
