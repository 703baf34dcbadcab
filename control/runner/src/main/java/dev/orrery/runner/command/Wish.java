package dev.orrery.runner.command;

import dev.orrery.deployment.CommandKind;
import org.jspecify.annotations.Nullable;

/**
 * Something safer that was asked for and that the database does not know of yet.
 *
 * @param strategy whom it is for; null when it is a panic, which is for all
 * @param kind what was asked for; {@link CommandKind#PAUSE} of a panic
 * @param reason why, without control characters, which no table takes
 * @param actor the name of the owner who asked
 */
public record Wish(@Nullable String strategy, CommandKind kind, String reason, String actor) {
  /** Cleans the reason. */
  public Wish {
    reason = reason.replaceAll("\\p{Cntrl}", " ");
  }

  /** A panic. */
  public static Wish panic(String reason, String actor) {
    return new Wish(null, CommandKind.PAUSE, reason, actor);
  }
}
