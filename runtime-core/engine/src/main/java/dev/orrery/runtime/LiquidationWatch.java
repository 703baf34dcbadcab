package dev.orrery.runtime;

import dev.orrery.api.account.Position;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Warns when the mark of a position comes near the one at which it is liquidated: once, and again
 * after it was further away by a fifth. Confined to the heartbeat's thread.
 */
final class LiquidationWatch {
  /** Name of the event. */
  static final String EVENT = "liquidation_near";

  private static final BigDecimal AWAY_AGAIN = new BigDecimal("1.2");

  private final BigDecimal percent;
  private final Sink log;
  private final Set<String> near = new HashSet<>();

  /** Where it is told. */
  @FunctionalInterface
  interface Sink {
    void event(
        String deployment,
        String strategy,
        String level,
        String event,
        String message,
        Map<String, Object> data);
  }

  /**
   * Nothing is near yet.
   *
   * @param percent of the mark, below which a position is near; zero warns of none
   */
  LiquidationWatch(BigDecimal percent, Sink log) {
    this.percent = percent;
    this.log = log;
  }

  /** Looks at the positions of one strategy. */
  void look(String deployment, String strategy, Iterable<Position> positions) {
    Set<String> held = new HashSet<>();
    for (Position position : positions) {
      String key = deployment + " " + position.symbol();
      held.add(key);
      BigDecimal distance = distance(position).orElse(null);
      if (distance == null || distance.compareTo(percent.multiply(AWAY_AGAIN)) > 0) {
        near.remove(key);
      } else if (distance.compareTo(percent) < 0 && near.add(key)) {
        warn(deployment, strategy, position, distance);
      }
    }
    near.removeIf(key -> key.startsWith(deployment + " ") && !held.contains(key));
  }

  private void warn(String deployment, String strategy, Position position, BigDecimal distance) {
    String shown = distance.setScale(2, RoundingMode.DOWN).toPlainString();
    String at = position.liquidationPrice().map(Object::toString).orElse("");
    log.event(
        deployment,
        strategy,
        "warn",
        EVENT,
        position.quantity()
            + " "
            + position.symbol()
            + " is liquidated at "
            + at
            + ", "
            + shown
            + " % from the mark; make it smaller, or add margin",
        Map.of("symbol", position.symbol(), "liquidation", at, "distance_pct", shown));
  }

  /** Per cent of the mark between it and the liquidation; empty when no mark liquidates it. */
  static Optional<BigDecimal> distance(Position position) {
    BigDecimal gain =
        position.unrealised().value().divide(position.quantity().value(), MathContext.DECIMAL64);
    BigDecimal mark = position.averageEntry().value().add(gain);
    if (mark.signum() <= 0) {
      return Optional.empty();
    }
    return position
        .liquidationPrice()
        .map(price ->
            price
                .value()
                .subtract(mark)
                .abs()
                .movePointRight(2)
                .divide(mark, MathContext.DECIMAL64));
  }
}
