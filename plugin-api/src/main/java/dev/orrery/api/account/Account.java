package dev.orrery.api.account;

import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.util.List;
import java.util.Optional;

/**
 * The strategy's account (its vault) at the moment of one decision. Implemented by the runtime;
 * valid until {@code decide} returns.
 */
public interface Account {
  /** Balance plus unrealised profit and loss at the mark prices. */
  Usd equity();

  /** Settled cash: deposits, realised profit and loss, fees and funding. */
  Usd balance();

  /** Equity not held as initial margin by positions and resting orders; may be negative. */
  Usd available();

  /** The open position in a symbol. */
  Optional<Position> position(String symbol);

  /** All open positions, by symbol. */
  List<Position> positions();

  /** All open orders, oldest first. */
  List<OpenOrder> openOrders();

  /** Signed base units held in a symbol; zero without a position. */
  default Quantity held(String symbol) {
    return position(symbol).map(Position::quantity).orElse(Quantity.ZERO);
  }

  /** Open orders of one symbol, oldest first. */
  default List<OpenOrder> openOrders(String symbol) {
    return openOrders().stream().filter(order -> order.symbol().equals(symbol)).toList();
  }
}
