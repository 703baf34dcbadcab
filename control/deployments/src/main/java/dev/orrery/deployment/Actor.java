package dev.orrery.deployment;

import java.util.Locale;

/**
 * Who sends a command; kept on its row.
 *
 * @param role decides what they may do
 * @param name a user's name, or that of a guard or job
 */
public record Actor(Role role, String name) {
  /** In what right somebody acts. */
  public enum Role {
    /** Whose deployment it is. */
    OWNER,
    /** Who keeps the platform: may make a deployment of others safer, never bolder. */
    OPERATOR,
    /** A program that watches: may pause. */
    GUARD
  }

  /** The owner, by name. */
  public static Actor owner(String name) {
    return new Actor(Role.OWNER, name);
  }

  /** Somebody of the platform. */
  public static Actor operator(String name) {
    return new Actor(Role.OPERATOR, name);
  }

  /** A guard. */
  public static Actor guard(String name) {
    return new Actor(Role.GUARD, name);
  }

  /** As the row has it: {@code owner:local}. */
  public String text() {
    return role.name().toLowerCase(Locale.ROOT) + ":" + name;
  }
}
