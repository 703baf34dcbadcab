package dev.orrery.deployment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a deployment can be told. */
public enum CommandKind {
  /** Ticks end, what is under way is finished, the process or machine ends. */
  STOP(true, Wanted.STOPPED),
  /** No more ticks until resumed. */
  PAUSE(false, Wanted.PAUSED),
  /** Ticks again. */
  RESUME(false, Wanted.RUNNING),
  /** No more opens, cancel everything, close everything, then paused. */
  FLATTEN(false, Wanted.PAUSED),
  /** Ends at once, without finishing anything. */
  KILL(true, Wanted.STOPPED),
  /** Writes down how things stand. */
  SNAPSHOT(false, null),
  /** Opens are allowed again after a halt. */
  CLEAR_HALT(false, null);

  private final boolean urgent;
  private final @Nullable Wanted wanted;

  CommandKind(boolean urgent, @Nullable Wanted wanted) {
    this.urgent = urgent;
    this.wanted = wanted;
  }

  /**
   * Whether it overtakes others, never expires, and is acknowledged before it is carried out:
   * otherwise it would be carried out again by the process that comes after it.
   */
  public boolean urgent() {
    return urgent;
  }

  /** What people want from then on; null when that stays as it is. */
  public @Nullable Wanted wanted() {
    return wanted;
  }

  /** As tables have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As the command line has it. */
  public String verb() {
    return text().replace('_', '-');
  }

  /** Reads {@link #text} or {@link #verb}. */
  public static CommandKind of(String text) {
    return valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT));
  }
}
