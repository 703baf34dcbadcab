package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.Address;

/**
 * Two addresses that are nobody's: the house, which quotes and takes over what is liquidated, and
 * everybody outside, who is the other side of trades that only the recorded market saw.
 */
final class House {
  static final Address ADDRESS = new Address("0x6f72726572790000000000000000000000000001");
  static final Address OUTSIDE = new Address("0x6f72726572790000000000000000000000000002");

  private House() {}

  static boolean is(Address address) {
    return address.equals(ADDRESS);
  }
}
