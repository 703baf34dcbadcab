package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.api.market.Instrument;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.hyperliquid.client.InfoResult;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.MarketSource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The live market of Hyperliquid, or of an exchange that speaks its protocol, on the world's clock.
 * Needs no key. Immutable: each setting gives another one.
 *
 * <p>Of every perpetual of the venue's own dex it tells mids; mark, funding, trades and book of
 * those that are followed, and candles where somebody keeps them. Spot pairs and other dexes are
 * not on it.
 */
public final class HyperliquidMarket implements MarketSource {
  private final VenueAccess venue;
  private final String name;
  private final Set<String> followed;
  private final FeedSettings settings;
  private final Supplier<WallTimeline> timelines;

  private HyperliquidMarket(
      VenueAccess venue,
      String name,
      Set<String> followed,
      FeedSettings settings,
      Supplier<WallTimeline> timelines) {
    this.venue = venue;
    this.name = name;
    this.followed = Set.copyOf(followed);
    this.settings = settings;
    this.timelines = timelines;
  }

  /**
   * The market of a venue.
   *
   * @param venue the way to it; closing it is up to the caller, after the feed
   * @param name to show: {@code hyperliquid mainnet}
   */
  public static HyperliquidMarket over(VenueAccess venue, String name) {
    return new HyperliquidMarket(venue, name, Set.of(), FeedSettings.DEFAULTS, WallTimeline::new);
  }

  /** Follows these closely, besides those whose candles are kept; unknown ones are passed over. */
  public HyperliquidMarket following(Set<String> symbols) {
    return new HyperliquidMarket(venue, name, symbols, settings, timelines);
  }

  /** With other settings. */
  public HyperliquidMarket with(FeedSettings changed) {
    return new HyperliquidMarket(venue, name, followed, changed, timelines);
  }

  /** On another clock than the system's, for tests: its timeline is on it. */
  public HyperliquidMarket on(Clock other) {
    return new HyperliquidMarket(venue, name, followed, settings, () -> new WallTimeline(other));
  }

  @Override
  public String describe() {
    return name;
  }

  /**
   * What can be traded.
   *
   * @throws ProblemException UNREACHABLE when the venue does not answer
   */
  public Set<String> symbols() {
    return instruments().stream().map(Instrument::symbol).collect(Collectors.toSet());
  }

  /**
   * Asks what there is. A live market cannot go back: {@code from} means nothing to it.
   *
   * @throws ProblemException UNREACHABLE when the venue does not answer
   */
  @Override
  public MarketFeed open(Optional<FeedPosition> from) {
    return new HyperliquidFeed(venue, instruments(), followed, settings, timelines.get());
  }

  private List<Instrument> instruments() {
    InfoResult<Meta> answer = venue.rest().ask(new MarketRequest.PerpMeta(null));
    return switch (answer) {
      case InfoResult.Answered<Meta>(var meta) -> VenueInstruments.of(meta);
      case InfoResult.Failed<Meta>(var trouble, var detail, _) ->
          throw new ProblemException(
              Problem.unreachable(
                  "market " + name,
                  "does not say what can be traded: " + trouble + ", " + detail,
                  "check the address and the network; nothing was started"));
    };
  }
}
