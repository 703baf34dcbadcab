package dev.orrery.broker.paper;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import org.jspecify.annotations.Nullable;

/** Takes in new orders. Confined to the broker's lock. */
final class Placing {
  static final String WOULD_INCREASE = "Reduce only order would increase position.";

  private static final String NO_MATCH =
      "Order could not immediately match against any resting orders.";

  private final Exchange exchange;
  private final Execution execution;
  private final Solvency solvency;

  Placing(Exchange exchange, Execution execution, Solvency solvency) {
    this.exchange = exchange;
    this.execution = execution;
    this.solvency = solvency;
  }

  /** Whether a limit price is inside the market. */
  static boolean matches(Side side, Price limit, Price quote) {
    return side == Side.BUY ? limit.compareTo(quote) >= 0 : limit.compareTo(quote) <= 0;
  }

  OrderOutcome place(OrderSpec order) {
    OrderOutcome known = known(order.id());
    if (known != null) {
      return known;
    }
    exchange.account.intend(order);
    String refusal = refusal(order);
    if (refusal != null) {
      exchange.account.refuse(order.id(), refusal);
      return new OrderOutcome.Rejected(order.id(), refusal);
    }
    tellLeverage(order.symbol());
    return new OrderOutcome.Accepted(
        order.id(), PaperAccount.venueOrderId(order.id()), start(order));
  }

  /** The leverage in force is told before it first matters. */
  private void tellLeverage(String name) {
    SymbolAccount symbol = exchange.account.symbol(name);
    if (!symbol.leverageTold()) {
      exchange.tell(
          new BrokerEvent.LeverageChanged(name, symbol.leverage(), symbol.mode(), exchange.at()));
    }
  }

  /** An id is used once: asking again answers what became of the first order. */
  private @Nullable OrderOutcome known(ClientOrderId id) {
    PaperAccount.Ending ending = exchange.account.ending(id);
    if (ending != null && ending.neverWorked()) {
      return new OrderOutcome.Rejected(id, ending.detail());
    }
    return ending != null || exchange.account.working(id) != null
        ? new OrderOutcome.Accepted(id, PaperAccount.venueOrderId(id), null)
        : null;
  }

  private @Nullable Fill start(OrderSpec order) {
    Price quote = exchange.quote(order.symbol(), order.side());
    if (quote != null && executesAtOnce(order, quote)) {
      return execution.takeNew(order, quote);
    }
    exchange.tell(
        new BrokerEvent.OrderOpened(
            order.id(), PaperAccount.venueOrderId(order.id()), exchange.at()));
    return null;
  }

  private static boolean executesAtOnce(OrderSpec order, Price quote) {
    if (order.entry().isPresent()) {
      return false;
    }
    return switch (order.terms()) {
      case OrderTerms.AtMarket ignored -> true;
      case OrderTerms.Limit it -> matches(order.side(), it.price(), quote);
      case OrderTerms.Stop ignored -> false;
      case OrderTerms.TakeProfit ignored -> false;
    };
  }

  private @Nullable String refusal(OrderSpec order) {
    Price mark = exchange.marks.price(order.symbol());
    if (mark == null) {
      return PaperBroker.noMark(order.symbol());
    }
    Instrument instrument = exchange.instrument(order.symbol());
    if (instrument == null) {
      return "paper broker: no instrument " + order.symbol();
    }
    String refusal = OrderRules.refusal(instrument, order, mark);
    if (refusal != null) {
      return refusal;
    }
    Price quote = exchange.quote(order.symbol(), order.side());
    refusal = quote == null ? null : refusalOfForce(order, quote);
    if (refusal != null) {
      return refusal;
    }
    return order.reduceOnly() ? refusalOfReducing(order) : refusalOfOpening(order, mark);
  }

  private @Nullable String refusalOfForce(OrderSpec order, Price quote) {
    boolean mustExecute =
        WorkingOrder.firstStage(order.terms()) == WorkingOrder.Stage.IMMEDIATE
            && order.entry().isEmpty();
    if (mustExecute && exchange.volumeIsUsedUp(order.symbol())) {
      return NO_MATCH;
    }
    if (!(order.terms() instanceof OrderTerms.Limit limit)) {
      return null;
    }
    boolean matches = matches(order.side(), limit.price(), quote);
    if (limit.timeInForce() == TimeInForce.IOC && !matches) {
      return NO_MATCH;
    }
    return limit.timeInForce() == TimeInForce.POST_ONLY && matches
        ? wouldMatch(order.symbol())
        : null;
  }

  String wouldMatch(String symbol) {
    return "Post only order would have immediately matched, bbo was "
        + exchange.quote(symbol, Side.SELL)
        + "@"
        + exchange.quote(symbol, Side.BUY)
        + ".";
  }

  private @Nullable String refusalOfReducing(OrderSpec order) {
    if (order.entry().isPresent()) {
      ClientOrderId entry = order.entry().get();
      if (exchange.account.working(entry) != null) {
        return null;
      }
      PaperAccount.Ending ending = exchange.account.ending(entry);
      if (ending == null || ending.reason() != CloseReason.FILLED) {
        return "The entry " + entry + " of this exit has not filled and does not work.";
      }
    }
    boolean fits = !execution.fitting(order, order.quantity()).isZero();
    return fits ? null : WOULD_INCREASE;
  }

  private @Nullable String refusalOfOpening(OrderSpec order, Price mark) {
    Price told = exchange.quote(order.symbol(), order.side());
    Price quote = told == null ? mark : told;
    return switch (order.terms()) {
      case OrderTerms.AtMarket ignored -> solvency.refusal(order, quote, true);
      case OrderTerms.Limit it -> {
        boolean takes = matches(order.side(), it.price(), quote);
        yield solvency.refusal(order, takes ? quote : it.price(), takes);
      }
      // Trigger orders hold no margin: it is looked at when they fire.
      case OrderTerms.Stop ignored -> null;
      case OrderTerms.TakeProfit ignored -> null;
    };
  }
}
