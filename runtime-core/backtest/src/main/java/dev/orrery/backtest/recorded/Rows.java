package dev.orrery.backtest.recorded;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file, one at a time, with what is wrong with them: the first ten at once.
 * Blank lines are passed over. Confined to one thread.
 */
final class Rows {
  private static final int MAX_PROBLEMS = 10;

  /** Epoch seconds reach this number in the year 5138, milliseconds passed it in 1973. */
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private final String name;
  private final String layout;
  private final List<Problem> problems = new ArrayList<>();
  private int line;

  private Rows(String name, String layout) {
    this.name = name;
    this.layout = layout;
  }

  /** Takes a row. */
  interface Taker {
    /** One line that is not blank; {@code rows} takes what is wrong with it. */
    void take(String text, Rows rows);
  }

  /**
   * Reads a file.
   *
   * @param layout what a row looks like, for whoever has to put it right
   * @throws ProblemException when there is no such file, it cannot be read, or a row was refused
   */
  static void read(Path file, String layout, Taker taker) {
    Rows rows = new Rows(file.toString(), layout);
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        rows.line++;
        String row = rows.line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (!row.isBlank() && rows.problems.size() < MAX_PROBLEMS) {
          taker.take(row.strip(), rows);
        }
      }
    } catch (NoSuchFileException e) {
      throw new ProblemException(
          Problem.configuration(rows.name, "no such file", "give the path of one; " + layout), e);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              rows.name,
              "cannot be read: " + IoFailure.reason(e),
              "give a file of text; " + layout),
          e);
    }
    if (!rows.problems.isEmpty()) {
      throw new ProblemException(rows.problems, null);
    }
  }

  /** Number of the line, from 1. */
  int line() {
    return line;
  }

  /** Says what is wrong with the line. */
  void refuse(String cause) {
    problems.add(Problem.configuration(name + ":" + line, cause, problems.isEmpty() ? layout : ""));
  }

  /** Epoch milliseconds; null after a problem. */
  @Nullable Long millis(String text) {
    long time;
    try {
      time = Long.parseLong(text);
    } catch (NumberFormatException e) {
      refuse("time '" + text + "' is not a whole number of epoch milliseconds");
      return null;
    }
    if (time < LEAST_MILLIS) {
      refuse("time " + time + " is not of epoch milliseconds: it would be " + shown(time));
      return null;
    }
    return time;
  }

  private static String shown(long time) {
    return time < 0 ? "before 1970" : String.valueOf(Instant.ofEpochMilli(time));
  }
}
