package dev.orrery.runtime.tick;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderState;
import java.util.Optional;

/** An instruction whose fate the book will tell one day. Immutable. */
sealed interface Awaited {
  /** What an instruction that was sent is known by. */
  static Awaited of(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Place it -> new Placed(it.id());
      case Instruction.Amend it ->
          new Amended(it.id(), TrackedOrder.priceOf(it.order().spec().terms()));
      case Instruction.Cancel it -> new Cancelled(it.id());
      case Instruction.SetLeverage it -> new Levered(it.symbol(), it.leverage(), it.mode());
    };
  }

  /** What the book says of it now. */
  Fate fate(AccountDesk desk);

  /** What became of an instruction. */
  enum Fate {
    /** Only the venue knows. */
    UNKNOWN,
    /** It took place. */
    DONE,
    /** It did not, and will not. */
    REFUSED
  }

  /** An order. */
  record Placed(ClientOrderId id) implements Awaited {
    @Override
    public Fate fate(AccountDesk desk) {
      TrackedOrder order = desk.order(id);
      if (order == null) {
        return Fate.REFUSED;
      }
      return switch (order.state()) {
        case INTENDED, UNRESOLVED -> Fate.UNKNOWN;
        case REJECTED, EXPIRED -> Fate.REFUSED;
        case WAITING, OPEN, PARTIALLY_FILLED, SETTLING, FILLED, CANCELLED -> Fate.DONE;
      };
    }

    /** How the book has it, to show. */
    Optional<OrderState> state(AccountDesk desk) {
      return Optional.ofNullable(desk.order(id)).map(TrackedOrder::state);
    }
  }

  /** A change of an order. */
  record Amended(ClientOrderId id, Optional<Price> price) implements Awaited {
    @Override
    public Fate fate(AccountDesk desk) {
      TrackedOrder order = desk.order(id);
      if (order == null) {
        return Fate.REFUSED;
      }
      if (order.amending() != null && !order.state().isFinal()) {
        return Fate.UNKNOWN;
      }
      return TrackedOrder.priceOf(order.spec().terms()).equals(price) ? Fate.DONE : Fate.REFUSED;
    }
  }

  /** A cancellation: as long as the order works, it may still arrive. */
  record Cancelled(ClientOrderId id) implements Awaited {
    @Override
    public Fate fate(AccountDesk desk) {
      TrackedOrder order = desk.order(id);
      return order == null || order.state().isFinal() ? Fate.DONE : Fate.UNKNOWN;
    }
  }

  /** A change of leverage: as long as it is not told, it may still arrive. */
  record Levered(String symbol, int leverage, MarginMode mode) implements Awaited {
    @Override
    public Fate fate(AccountDesk desk) {
      return new LeverageSetting(leverage, mode).equals(desk.state().leverage().get(symbol))
          ? Fate.DONE
          : Fate.UNKNOWN;
    }
  }
}
