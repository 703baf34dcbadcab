package dev.orrery.deployment;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a deployment can be told. */
public enum CommandKind {
  /** Ticks end, what is under way is finished, the process or machine ends. */
  STOP(true, false, Wanted.STOPPED),
  /** No more ticks until resumed. */
  PAUSE(false, false, Wanted.PAUSED),
  /** Ticks again. */
  RESUME(false, true, Wanted.RUNNING),
  /** No more opens, cancel everything, close everything, then paused. */
  FLATTEN(false, false, Wanted.PAUSED),
  /** Ends at once, without finishing anything. */
  KILL(true, false, Wanted.STOPPED),
  /** Writes down how things stand. */
  SNAPSHOT(false, true, null),
  /** Opens are allowed again after a halt. */
  CLEAR_HALT(false, true, null),
  /** Asked again after a quarantine. */
  RELEASE(false, true, null);

  private final boolean urgent;
  private final boolean expires;
  private final @Nullable Wanted wanted;

  CommandKind(boolean urgent, boolean expires, @Nullable Wanted wanted) {
    this.urgent = urgent;
    this.expires = expires;
    this.wanted = wanted;
  }

  /**
   * Whether it overtakes others, and is acknowledged before it is carried out: otherwise it would
   * be carried out again by the process that comes after it.
   */
  public boolean urgent() {
    return urgent;
  }

  /**
   * Whether it is given up when nobody carries it out in time. What makes a deployment safer never
   * is: it is obeyed whenever the deployment comes up. What makes it bolder, or asks how it stands,
   * was meant for the moment.
   */
  public boolean expires() {
    return expires;
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
