package dev.orrery.testkit;

import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * The account a test gave. Immutable.
 *
 * @param equity balance plus unrealised profit and loss
 * @param balance settled cash
 * @param available equity not held as margin
 * @param positions open positions, by symbol
 * @param openOrders open orders, oldest first
 */
public record GivenAccount(
    Usd equity, Usd balance, Usd available, List<Position> positions, List<OpenOrder> openOrders)
    implements Account {
  /** Copies the lists. */
  public GivenAccount {
    positions = List.copyOf(positions);
    openOrders = List.copyOf(openOrders);
  }

  /** The account that follows from cash, positions and orders; resting limits at one leverage. */
  static GivenAccount of(
      Usd balance, List<Position> positions, List<OpenOrder> openOrders, int leverage) {
    Usd equity = positions.stream().map(Position::unrealised).reduce(balance, Usd::plus);
    Usd available = equity;
    for (Position position : positions) {
      available = available.minus(margin(position));
    }
    for (OpenOrder order : openOrders) {
      if (!order.reduceOnly() && order.terms() instanceof OrderTerms.Limit limit) {
        Usd value = limit.price().times(order.remaining());
        available =
            available.minus(
                new Usd(value.value().divide(BigDecimal.valueOf(leverage), 12, RoundingMode.UP)));
      }
    }
    return new GivenAccount(equity, balance, available, positions, openOrders);
  }

  private static Usd margin(Position position) {
    Usd value =
        position.averageEntry().times(position.quantity()).plus(position.unrealised()).abs();
    BigDecimal leverage = BigDecimal.valueOf(position.leverage());
    return new Usd(value.value().divide(leverage, 12, RoundingMode.UP));
  }

  @Override
  public Optional<Position> position(String symbol) {
    return positions.stream().filter(position -> position.symbol().equals(symbol)).findFirst();
  }
}
