package dev.orrery.market.file;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes comma-separated text. Whole or not at all: a file beside it takes its place at the end.
 */
final class CsvSink implements RecordedSink {
  private static final double MAX_EXACT = 1L << 53;

  private final Path file;
  private final Path part;
  private final Writer out;

  CsvSink(Path file, List<String> names) throws IOException {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.out = Files.newBufferedWriter(part);
    out.write(String.join(",", names));
    out.write('\n');
  }

  @Override
  public void row(long time, double[] numbers) throws IOException {
    out.write(Long.toString(time));
    for (double number : numbers) {
      out.write(',');
      out.write(text(number));
    }
    out.write('\n');
  }

  /** The shortest decimal that is read as this number, without an exponent. */
  static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < MAX_EXACT
        ? Long.toString((long) number)
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
