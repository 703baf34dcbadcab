package dev.orrery.kernel;

/** Text from outside, made fit for a log, a page and a column: one line of bounded length. */
public final class OneLine {
  private static final String CUT = " ... (cut)";
  private static final char REPLACEMENT = '\uFFFD';

  private OneLine() {}

  /**
   * The same text with a blank for each control character, U+FFFD for half a surrogate pair, and an
   * end that says so when it was cut.
   *
   * @param most letters it may have, more than the end that says so
   */
  public static String of(String text, int most) {
    if (most <= CUT.length()) {
      throw new IllegalArgumentException("no room for text in " + most + " letters");
    }
    boolean whole = text.length() <= most;
    int end = whole ? text.length() : most - CUT.length();
    StringBuilder line = new StringBuilder(Math.min(text.length(), most));
    for (int i = 0; i < end; i++) {
      char letter = text.charAt(i);
      if (Character.isHighSurrogate(letter)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        line.append(letter).append(text.charAt(++i));
      } else if (Character.isSurrogate(letter)) {
        line.append(REPLACEMENT);
      } else {
        line.append(Character.isISOControl(letter) ? ' ' : letter);
      }
    }
    return whole ? line.toString() : line.append(CUT).toString();
  }
}
