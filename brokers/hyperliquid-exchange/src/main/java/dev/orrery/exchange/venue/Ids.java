package dev.orrery.exchange.venue;

import java.util.HexFormat;

/**
 * Numbers and hashes that look as the venue's do, and are a pure function of the seed and of what
 * came before. Order numbers begin above 32 bits, so that a client that cuts them is found out.
 */
final class Ids {
  private static final long FIRST_OID = 1L << 36;
  private static final long TRADE_MASK = (1L << 50) - 1;
  private static final HexFormat HEX = HexFormat.of();

  /**
   * Where they stand, to be kept.
   *
   * @param oid the last order number
   * @param rank the last place in time on a book
   * @param action the last action
   * @param liquidation the last liquidation
   * @param account the last account that was made
   */
  record Saved(long oid, long rank, long action, long liquidation, long account) {}

  private final long seed;
  private long oid = FIRST_OID;
  private long rank;
  private long action;
  private long liquidation;
  private long account;
  private String hash;

  Ids(long seed) {
    this.seed = seed;
    this.hash = hashOf(0);
  }

  /** A number for an order. */
  long order() {
    return ++oid;
  }

  /** A place in time on a book. */
  long rank() {
    return ++rank;
  }

  /** A number for a liquidation. */
  long liquidation() {
    return ++liquidation;
  }

  /** Another action begins, with a hash of its own. */
  void next() {
    hash = hashOf(++action);
  }

  /** The hash of the present action. */
  String hash() {
    return hash;
  }

  /**
   * The number of a trade between two orders, 50 bits as the venue's; unique with coin and time.
   */
  long trade(long taker, long maker) {
    return mix(mix(seed ^ taker) ^ maker) & TRADE_MASK;
  }

  /** The 40 digits of an address that nobody has a key for. */
  String address() {
    account++;
    StringBuilder text = new StringBuilder(48);
    for (int i = 0; i < 3; i++) {
      text.append(HEX.toHexDigits(mix(seed + 31 * account + i)));
    }
    return "0x" + text.substring(0, 40);
  }

  Saved saved() {
    return new Saved(oid, rank, action, liquidation, account);
  }

  void load(Saved saved) {
    oid = saved.oid;
    rank = saved.rank;
    action = saved.action;
    liquidation = saved.liquidation;
    account = saved.account;
    hash = hashOf(action);
  }

  private String hashOf(long number) {
    StringBuilder text = new StringBuilder(66).append("0x");
    long state = mix(seed) ^ number;
    for (int i = 0; i < 4; i++) {
      state = mix(state + i);
      text.append(HEX.toHexDigits(state));
    }
    return text.toString();
  }

  /** SplitMix64's finaliser. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
