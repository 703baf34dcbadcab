package dev.orrery.exchange.venue.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Oracle, mark and last price of a market. The mark is the median of three: the oracle plus a slow
 * average of how far the book's middle is from it; the median of best bid, best ask and last trade;
 * and the price elsewhere, which here is the oracle's.
 */
public final class Prices {
  private static final BigDecimal AVERAGED_OVER = new BigDecimal("150000");
  private static final int SCALE = 12;

  /**
   * All of them, to be kept.
   *
   * @param oracle the market outside
   * @param mark what margin is taken at
   * @param last of the last trade
   * @param heldOracle held by hand
   * @param heldMark held by hand
   * @param basis slow average of middle less oracle
   * @param basisAt when it was last taken
   */
  public record Saved(
      BigDecimal oracle,
      BigDecimal mark,
      BigDecimal last,
      @Nullable BigDecimal heldOracle,
      @Nullable BigDecimal heldMark,
      @Nullable BigDecimal basis,
      long basisAt) {}

  private final int decimals;
  private Saved now;

  Prices(BigDecimal start, int decimals) {
    this.decimals = decimals;
    this.now = new Saved(start, start, start, null, null, null, 0);
  }

  /** What funding is paid on. */
  public BigDecimal oracle() {
    return now.heldOracle == null ? now.oracle : now.heldOracle;
  }

  /** What margin and triggers are taken at. */
  public BigDecimal mark() {
    return now.heldMark == null ? now.mark : now.heldMark;
  }

  /** Of the last trade. */
  public BigDecimal last() {
    return now.last;
  }

  /** The market outside moved. */
  public void oracle(BigDecimal px) {
    now = new Saved(px, now.mark, now.last, now.heldOracle, now.heldMark, now.basis, now.basisAt);
  }

  /** A trade. */
  void last(BigDecimal px) {
    now = new Saved(now.oracle, now.mark, px, now.heldOracle, now.heldMark, now.basis, now.basisAt);
  }

  /** Holds prices by hand; null lets go. */
  public void hold(@Nullable BigDecimal oracle, @Nullable BigDecimal mark) {
    now = new Saved(now.oracle, now.mark, now.last, oracle, mark, now.basis, now.basisAt);
  }

  /** The oracle held by hand, if it is. */
  public @Nullable BigDecimal heldOracle() {
    return now.heldOracle;
  }

  /** The mark held by hand, if it is. */
  public @Nullable BigDecimal heldMark() {
    return now.heldMark;
  }

  /** Takes the mark anew; a side without orders is null. */
  public void mark(long time, @Nullable BigDecimal bid, @Nullable BigDecimal ask) {
    BigDecimal basis = now.basis;
    if (bid != null && ask != null) {
      BigDecimal mid = bid.add(ask).divide(BigDecimal.TWO, SCALE, RoundingMode.HALF_EVEN);
      BigDecimal far = mid.subtract(oracle());
      basis = basis == null ? far : basis.add(share(far.subtract(basis), time - now.basisAt));
    }
    BigDecimal slow = basis == null ? oracle() : oracle().add(basis);
    BigDecimal here = bid == null || ask == null ? now.last : median(bid, ask, now.last);
    BigDecimal mark = median(slow, here, oracle()).setScale(decimals, RoundingMode.HALF_EVEN);
    now =
        new Saved(
            now.oracle,
            mark.signum() > 0 ? mark.stripTrailingZeros() : now.mark,
            now.last,
            now.heldOracle,
            now.heldMark,
            basis,
            time);
  }

  private static BigDecimal share(BigDecimal of, long millis) {
    BigDecimal part =
        BigDecimal.valueOf(millis).divide(AVERAGED_OVER, SCALE, RoundingMode.HALF_EVEN);
    return of.multiply(part.min(BigDecimal.ONE)).setScale(SCALE, RoundingMode.HALF_EVEN);
  }

  private static BigDecimal median(BigDecimal a, BigDecimal b, BigDecimal c) {
    return a.max(b).min(a.min(b).max(c));
  }

  Saved saved() {
    return now;
  }

  void load(Saved saved) {
    now = saved;
  }
}
