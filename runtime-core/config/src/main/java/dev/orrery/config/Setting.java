package dev.orrery.config;

/**
 * One value in force and where it came from.
 *
 * @param key path of keys, joined by dots
 * @param text the value as it would be written; {@code ***} for a secret
 * @param origin who set it
 */
public record Setting(String key, String text, Origin origin) {
  /** {@code port: 7070 # default}. */
  public String line() {
    return key + ": " + text + "   # " + origin;
  }
}
