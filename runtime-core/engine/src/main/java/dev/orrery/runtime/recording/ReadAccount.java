package dev.orrery.runtime.recording;

import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.value.Usd;
import java.util.List;
import java.util.Optional;

/**
 * The account as a decision read it. Immutable.
 *
 * @param equity balance plus unrealised profit and loss
 * @param balance settled cash
 * @param available equity not held as margin
 * @param positions by symbol
 * @param openOrders oldest first
 */
public record ReadAccount(
    Usd equity, Usd balance, Usd available, List<Position> positions, List<OpenOrder> openOrders)
    implements Account {
  /** Copies. */
  public ReadAccount {
    positions = List.copyOf(positions);
    openOrders = List.copyOf(openOrders);
  }

  /** What an account comes to now. */
  public static ReadAccount of(Account account) {
    return account instanceof ReadAccount read
        ? read
        : new ReadAccount(
            account.equity(),
            account.balance(),
            account.available(),
            account.positions(),
            account.openOrders());
  }

  @Override
  public Optional<Position> position(String symbol) {
    for (Position position : positions) {
      if (position.symbol().equals(symbol)) {
        return Optional.of(position);
      }
    }
    return Optional.empty();
  }
}
