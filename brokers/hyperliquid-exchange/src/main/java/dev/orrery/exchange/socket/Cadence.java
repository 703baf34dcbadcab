package dev.orrery.exchange.socket;

import java.time.Duration;

/**
 * How often a channel that tells the whole state tells it again.
 *
 * @param book {@code l2Book}, at most
 * @param mids {@code allMids}, at most
 * @param context {@code activeAssetCtx} and its kind, at most
 * @param account {@code clearinghouseState}, {@code openOrders} and their kind, at most
 * @param web {@code webData2} and {@code webData3}, at most
 * @param candle {@code candle}, at most; the last state of a candle is told in any case
 * @param quiet all of them, at least, also when nothing has changed
 */
public record Cadence(
    Duration book,
    Duration mids,
    Duration context,
    Duration account,
    Duration web,
    Duration candle,
    Duration quiet) {
  /** As Hyperliquid, where it says; and as often as a client can want where it does not. */
  public static final Cadence STANDARD =
      new Cadence(
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofMillis(250),
          Duration.ofSeconds(5));
}
