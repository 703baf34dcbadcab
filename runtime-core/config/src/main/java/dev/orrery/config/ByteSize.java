package dev.orrery.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory, written with its unit: {@code 256MB}, {@code 1 GB}. A kilobyte is 1,024
 * bytes, and so on up.
 *
 * @param bytes never negative
 */
public record ByteSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?(KB|MB|GB)");
  private static final Pattern BARE = Pattern.compile("\\d+");
  private static final long KB = 1L << 10;
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;

  /** Checks. */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size must not be negative, is " + bytes);
    }
  }

  static ByteSize read(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      if (BARE.matcher(text).matches()) {
        throw new Mismatch("the unit is missing", "write " + text + "MB");
      }
      throw new Mismatch("", "a whole number and one of KB, MB, GB");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "KB" -> new ByteSize(count * KB);
      case "MB" -> new ByteSize(count * MB);
      default -> new ByteSize(count * GB);
    };
  }

  /** The shortest text that can be read back, down to kilobytes. */
  @Override
  public String toString() {
    if (bytes == 0) {
      return "0MB";
    }
    if (bytes % GB == 0) {
      return bytes / GB + "GB";
    }
    return bytes % MB == 0 ? bytes / MB + "MB" : bytes / KB + "KB";
  }
}
