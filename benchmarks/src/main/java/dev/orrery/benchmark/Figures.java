package dev.orrery.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints what was measured, a line a figure, and adds it to the file named by the system property
 * {@code orrery.benchmark.figures}, where {@code run.sh} collects the table.
 */
final class Figures {
  private static final PrintStream OUT = System.out;

  private final String benchmark;
  private final @Nullable Path file;

  Figures(String benchmark) {
    this.benchmark = benchmark;
    String name = System.getProperty("orrery.benchmark.figures");
    this.file = name == null ? null : Path.of(name);
  }

  /** A figure that must not be more than its target. */
  void atMost(String what, double value, String unit, double target) {
    String margin = target == 0 ? (value == 0 ? "met" : "missed") : number(target / value) + " x";
    add(what, value, unit, "<= " + number(target), margin);
  }

  /** A figure that must not be less than its target. */
  void atLeast(String what, double value, String unit, double target) {
    add(what, value, unit, ">= " + number(target), number(value / target) + " x");
  }

  /** A figure without a target. */
  void plain(String what, double value, String unit) {
    add(what, value, unit, "", "");
  }

  /** A remark; not part of the table. */
  void say(String text) {
    OUT.println("  " + text);
  }

  private void add(String what, double value, String unit, String target, String margin) {
    String figure = number(value) + " " + unit;
    OUT.printf("%-14s %-52s %16s  %-10s %s%n", benchmark, what, figure, target, margin);
    if (file != null) {
      String line = String.join("|", benchmark, what, figure, target, margin) + "\n";
      try {
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }
  }

  /** Three figures, never more than it is worth. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size == Math.rint(size) && size < 1e9) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
