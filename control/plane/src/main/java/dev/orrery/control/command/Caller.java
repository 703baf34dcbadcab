package dev.orrery.control.command;

import dev.orrery.deployment.Actor;
import java.util.UUID;

/**
 * Who asks.
 *
 * @param user whose deployments are theirs
 * @param name as it is kept on rows
 * @param operator whether they keep the platform: they may make deployments of others safer
 */
public record Caller(UUID user, String name, boolean operator) {
  /** In what right they act on a deployment of this user. */
  public Actor on(UUID owner) {
    return owner.equals(user) ? Actor.owner(name) : Actor.operator(name);
  }
}
