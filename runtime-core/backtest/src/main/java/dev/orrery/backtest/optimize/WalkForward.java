package dev.orrery.backtest.optimize;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Windows that roll over a range: the best parameters of the training part are tried in the part
 * right after it, which they have not seen.
 *
 * @param train length of the part that is searched
 * @param test length of the part behind it
 * @param step from one window to the next; not shorter than {@code test}, or what is joined would
 *     overlap
 */
public record WalkForward(Duration train, Duration test, Duration step) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})([mhdw])");

  /**
   * Checks.
   *
   * @throws ProblemException when one is not longer than zero, or the step shorter than the test
   */
  public WalkForward {
    if (train.isZero() || test.isZero() || step.compareTo(test) < 0) {
      throw new ProblemException(
          Problem.configuration(
              "walk-forward " + train + "/" + test + "/" + step,
              "TRAIN and TEST must be longer than zero and STEP not shorter than TEST",
              "write it like 90d/30d/30d"));
    }
  }

  /**
   * Reads {@code 90d/30d/30d}: TRAIN/TEST/STEP in minutes, hours, days or weeks.
   *
   * @throws ProblemException when it is anything else
   */
  public static WalkForward of(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw wrong(text);
    }
    return new WalkForward(length(text, parts[0]), length(text, parts[1]), length(text, parts[2]));
  }

  private static Duration length(String text, String part) {
    Matcher matcher = TEXT.matcher(part);
    if (!matcher.matches()) {
      throw wrong(text);
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }

  private static ProblemException wrong(String text) {
    return new ProblemException(
        Problem.configuration(
            "walk-forward " + text, "is not TRAIN/TEST/STEP", "write it like 90d/30d/30d"));
  }

  /**
   * The windows of a range, oldest first; what is left behind the last whole one is not used.
   *
   * @param first when the first row is played
   * @param last when the last one is
   * @throws ProblemException when not one fits
   */
  List<Window> windows(Instant first, Instant last) {
    List<Window> all = new ArrayList<>();
    Instant end = last.plusMillis(1);
    for (Instant at = first; !at.plus(train).plus(test).isAfter(end); at = at.plus(step)) {
      all.add(new Window(at, at.plus(train), at.plus(train).plus(test)));
    }
    if (all.isEmpty()) {
      throw new ProblemException(
          Problem.configuration(
              "walk-forward " + train + "/" + test + "/" + step,
              "does not fit once into " + first + " to " + last,
              "take shorter parts, or more data"));
    }
    return all;
  }

  /**
   * One window.
   *
   * @param from where training begins
   * @param split where it ends and testing begins
   * @param until where testing ends, not part of it
   */
  public record Window(Instant from, Instant split, Instant until) {}
}
