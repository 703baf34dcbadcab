package dev.orrery.runtime.recording;

import java.util.Map;

/** The rules of values that a decision keeps for charts. Pure functions. */
public final class KeptSeries {
  private static final int MOST = 32;

  private KeptSeries() {}

  /**
   * Checks a name and its value.
   *
   * @throws IllegalArgumentException when either cannot be kept
   */
  public static void check(String name, double value) {
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("series '" + name + "' cannot keep an infinite value");
    }
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "series name must be 1 to 64 letters, digits or _ . -, not '" + name + "'");
    }
  }

  /**
   * Puts a value that was checked beside those of the same decision.
   *
   * @throws IllegalArgumentException when there are too many
   */
  public static void put(String name, double value, Map<String, Double> kept) {
    if (kept.size() >= MOST && !kept.containsKey(name)) {
      throw new IllegalArgumentException(
          "a decision keeps at most " + MOST + " series; no room for '" + name + "'");
    }
    kept.put(name, value);
  }

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > 64) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 128 || !(Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-')) {
        return false;
      }
    }
    return true;
  }
}
