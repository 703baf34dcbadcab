package dev.orrery.deployment;

import java.util.UUID;

/** Users that every database has. */
public final class Users {
  /** The owner of what one process hosts without accounts. */
  public static final UUID LOCAL = new UUID(0, 1);

  private Users() {}
}
