package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an address is.
 *
 * @param role {@code user}, {@code missing}, {@code vault}, {@code agent} or {@code subAccount}
 * @param data whose, of an agent and a sub-account
 */
public record UserRole(String role, @Nullable RoleData data) {
  /** The account behind an agent or a sub-account. */
  public Optional<Address> master() {
    return Optional.ofNullable(data).map(it -> it.user() == null ? it.master() : it.user());
  }
}
