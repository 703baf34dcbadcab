package dev.orrery.deployment;

import java.util.Locale;

/** What people want of a deployment. Written when a command is sent, never by the runner. */
public enum Wanted {
  /** It shall run. */
  RUNNING,
  /** It shall not tick. */
  PAUSED,
  /** It shall end, and not begin again by itself, whatever dies in between. */
  STOPPED;

  /** As tables and people have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #text}. */
  public static Wanted of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
