package dev.orrery.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code time_ms,open,high,low,close,volume}; a first line of names is passed over. */
final class CandleFile {
  private static final int COLUMNS = 6;

  private CandleFile() {}

  static List<double[]> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read candles from " + file, e);
    }
    List<double[]> rows = new ArrayList<>(lines.size());
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).trim();
      if (line.isEmpty() || (number == 1 && line.startsWith("time"))) {
        continue;
      }
      rows.add(row(line, file, number));
    }
    return rows;
  }

  private static double[] row(String line, Path file, int number) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(
          file + ":" + number + ": needs time_ms,open,high,low,close,volume: " + line);
    }
    double[] row = new double[COLUMNS];
    for (int column = 0; column < COLUMNS; column++) {
      try {
        row[column] = Double.parseDouble(cells[column].trim());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            file + ":" + number + ": not a number: '" + cells[column] + "'", e);
      }
    }
    return row;
  }
}
