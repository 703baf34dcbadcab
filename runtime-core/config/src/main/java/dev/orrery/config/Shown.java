package dev.orrery.config;

/** Values of strangers in messages: on one line, of bounded length. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  static String text(String value) {
    if (value.isEmpty()) {
      return "''";
    }
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
