package dev.orrery.backtest.optimize;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One parameter and the values it is tried with.
 *
 * @param name component of the parameter record
 * @param values as they would be written on the command line; at least one, none twice
 */
public record Axis(String name, List<String> values) {
  private static final Pattern RANGE =
      Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\.\\.(-?\\d+(?:\\.\\d+)?)(?:/(\\d+(?:\\.\\d+)?))?");
  private static final int MOST = 100_000;
  private static final String WAY_OUT = "write NAME=5..50/5 or NAME=20,50,100";

  /** Copies. */
  public Axis {
    values = List.copyOf(values);
  }

  /**
   * Reads {@code fast=5..50/5} (both ends belong to it; a step of 1 without) or {@code
   * slow=20,50,100}.
   *
   * @throws ProblemException when it is neither
   */
  public static Axis of(String text) {
    int end = text.indexOf('=');
    if (end < 1 || end == text.length() - 1) {
      throw wrong(text, "names no values");
    }
    String values = text.substring(end + 1).strip();
    Matcher range = RANGE.matcher(values);
    List<String> all =
        range.matches()
            ? range(text, range.group(1), range.group(2), range.group(3))
            : List.of(values.split(",", -1)).stream().map(String::strip).toList();
    if (all.stream().anyMatch(value -> value.isEmpty() || value.contains("\t"))) {
      throw wrong(text, "has an empty value");
    }
    if (new HashSet<>(all).size() < all.size()) {
      throw wrong(text, "has a value twice");
    }
    return new Axis(text.substring(0, end).strip(), all);
  }

  private static List<String> range(String text, String first, String last, String by) {
    BigDecimal to = new BigDecimal(last);
    BigDecimal step = by == null ? BigDecimal.ONE : new BigDecimal(by);
    if (step.signum() == 0 || to.compareTo(new BigDecimal(first)) < 0) {
      throw wrong(text, "has no values: it ends before it begins, or its step is zero");
    }
    List<String> all = new ArrayList<>();
    for (BigDecimal at = new BigDecimal(first); at.compareTo(to) <= 0; at = at.add(step)) {
      if (all.size() == MOST) {
        throw wrong(text, "has more than " + MOST + " values");
      }
      all.add(at.toPlainString());
    }
    return all;
  }

  private static ProblemException wrong(String text, String cause) {
    return new ProblemException(Problem.configuration("grid " + text, cause, WAY_OUT));
  }
}
