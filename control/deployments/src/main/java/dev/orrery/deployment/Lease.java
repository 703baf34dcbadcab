package dev.orrery.deployment;

import java.util.Locale;
import java.util.UUID;

/**
 * The right to act for something, held until it runs out, is renewed or given back.
 *
 * @param resource {@code deployment:<id>} or {@code account:<address>}
 * @param holder who has it, for people, as {@code <place> pid <number>}
 * @param token proves it; another with every taking
 * @param epoch higher than that of everybody who held it before
 */
public record Lease(String resource, String holder, UUID token, long epoch) {
  /** The right to trade for a deployment. */
  public static String deployment(UUID id) {
    return "deployment:" + id;
  }

  /** The right to trade on a venue's account. */
  public static String account(String address) {
    return "account:" + address.toLowerCase(Locale.ROOT);
  }
}
