package dev.orrery.exchange.venue.market;

import dev.orrery.broker.margin.MarginTiers;
import dev.orrery.exchange.venue.book.OrderBook;
import dev.orrery.exchange.venue.book.TriggerBook;
import dev.orrery.hyperliquid.market.MarketRules;
import dev.orrery.hyperliquid.wire.info.FundingRate;
import dev.orrery.hyperliquid.wire.info.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A perpetual: its rules, its book, its prices and what was traded. Confined to the venue. */
public final class Market {
  private static final int TRADES_KEPT = 500;
  private static final int FUNDING_KEPT = 5_000;
  private static final int PREMIUM_SCALE = 12;

  /**
   * What a market is by its settings.
   *
   * @param asset its number
   * @param coin its name
   * @param szDecimals decimals of its sizes
   * @param maxLeverage highest leverage
   * @param isolatedOnly whether its margin cannot be shared
   * @param tiers margin by notional
   * @param impactNotional what impact prices are taken for
   */
  public record Traits(
      int asset,
      String coin,
      int szDecimals,
      int maxLeverage,
      boolean isolatedOnly,
      MarginTiers tiers,
      BigDecimal impactNotional) {}

  /**
   * What changes about it, to be kept; orders are kept elsewhere.
   *
   * @param prices prices
   * @param candles candles
   * @param volume of a day
   * @param premium of the hour
   * @param trades the last ones, oldest first
   * @param funding rates, oldest first
   * @param openInterest base units
   * @param quotedAt when makers last quoted
   */
  public record Saved(
      Prices.Saved prices,
      List<Candles.Saved> candles,
      List<DayVolume.Bucket> volume,
      PremiumClock.Saved premium,
      List<Trade> trades,
      List<FundingRate> funding,
      BigDecimal openInterest,
      long quotedAt) {}

  private final Traits traits;
  private final MarketRules rules;
  private final OrderBook book = new OrderBook();
  private final TriggerBook triggers = new TriggerBook();
  private final Prices prices;
  private final Candles candles;
  private final DayVolume volume = new DayVolume();
  private final PremiumClock premium = new PremiumClock();
  private final Deque<Trade> trades = new ArrayDeque<>();
  private final Deque<FundingRate> funding = new ArrayDeque<>();
  private BigDecimal openInterest = BigDecimal.ZERO;
  private long quotedAt;

  /** A market on which nothing has happened. */
  public Market(Traits traits, BigDecimal startPx) {
    this.traits = traits;
    this.rules = MarketRules.perp(traits.szDecimals);
    this.prices = new Prices(startPx, rules.maxPriceDecimals());
    this.candles = new Candles(traits.coin);
  }

  /** What it is by its settings. */
  public Traits traits() {
    return traits;
  }

  /** Its number. */
  public int asset() {
    return traits.asset;
  }

  /** Its name. */
  public String coin() {
    return traits.coin;
  }

  /** Which prices and sizes it takes. */
  public MarketRules rules() {
    return rules;
  }

  /** Orders that rest. */
  public OrderBook book() {
    return book;
  }

  /** Orders that wait for a mark price. */
  public TriggerBook triggers() {
    return triggers;
  }

  /** Prices. */
  public Prices prices() {
    return prices;
  }

  /** Candles. */
  public Candles candles() {
    return candles;
  }

  /** What was traded in a day. */
  public DayVolume volume() {
    return volume;
  }

  /** The premium of the hour. */
  public PremiumClock premium() {
    return premium;
  }

  /** Writes a trade down. */
  public void traded(Trade trade) {
    prices.last(trade.px());
    candles.trade(trade.time(), trade.px(), trade.sz());
    volume.trade(trade.time(), trade.px(), trade.sz());
    trades.addLast(trade);
    if (trades.size() > TRADES_KEPT) {
      trades.removeFirst();
    }
  }

  /** The last trades, oldest first. */
  public List<Trade> trades() {
    return List.copyOf(trades);
  }

  /** Writes a rate down that was paid. */
  public void funded(FundingRate rate) {
    funding.addLast(rate);
    if (funding.size() > FUNDING_KEPT) {
      funding.removeFirst();
    }
    premium.restart();
  }

  /** The rates that were paid, oldest first. */
  public List<FundingRate> funding() {
    return List.copyOf(funding);
  }

  /** Base units that all longs together hold. */
  public BigDecimal openInterest() {
    return openInterest;
  }

  /** A position went from one size to another. */
  public void moved(BigDecimal before, BigDecimal after) {
    BigDecimal change = after.max(BigDecimal.ZERO).subtract(before.max(BigDecimal.ZERO));
    openInterest = openInterest.add(change);
  }

  /** When makers last quoted. */
  public long quotedAt() {
    return quotedAt;
  }

  /** Makers quote now. */
  public void quotedAt(long time) {
    quotedAt = time;
  }

  /** The middle of the book; of one with an empty side the last price. */
  public BigDecimal midOrLast() {
    BigDecimal mid = book.mid();
    return mid == null ? prices.last() : mid;
  }

  /** Average prices to sell and to buy the impact notional at; null when the book is too thin. */
  public @Nullable List<BigDecimal> impactPrices() {
    BigDecimal bid = book.impactPrice(true, traits.impactNotional);
    BigDecimal ask = book.impactPrice(false, traits.impactNotional);
    return bid == null || ask == null ? null : List.of(rounded(bid), rounded(ask));
  }

  /** How far impact prices are beyond the oracle's, as a fraction of it; null for a thin book. */
  public @Nullable BigDecimal currentPremium() {
    List<BigDecimal> impact = impactPrices();
    if (impact == null) {
      return null;
    }
    BigDecimal oracle = prices.oracle();
    BigDecimal above = impact.getFirst().subtract(oracle).max(BigDecimal.ZERO);
    BigDecimal below = oracle.subtract(impact.getLast()).max(BigDecimal.ZERO);
    return above.subtract(below).divide(oracle, PREMIUM_SCALE, RoundingMode.HALF_EVEN);
  }

  private BigDecimal rounded(BigDecimal px) {
    return px.setScale(rules.maxPriceDecimals(), RoundingMode.HALF_EVEN);
  }

  /** What changes about it. */
  public Saved saved() {
    return new Saved(
        prices.saved(),
        candles.saved(),
        volume.saved(),
        premium.saved(),
        List.copyOf(trades),
        List.copyOf(funding),
        openInterest,
        quotedAt);
  }

  /** Takes over what was kept. */
  public void load(Saved saved) {
    prices.load(saved.prices);
    candles.load(saved.candles);
    volume.load(saved.volume);
    premium.load(saved.premium);
    trades.addAll(saved.trades);
    funding.addAll(saved.funding);
    openInterest = saved.openInterest;
    quotedAt = saved.quotedAt;
  }
}
