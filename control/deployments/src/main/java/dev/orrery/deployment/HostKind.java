package dev.orrery.deployment;

import java.util.Locale;

/** What hosts a deployment. */
public enum HostKind {
  /** One process hosts many. */
  RUN,
  /** A machine of its own. */
  MACHINE;

  /** As tables have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@link #text}. */
  public static HostKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
