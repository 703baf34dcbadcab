package dev.orrery.executor.plan;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.DenialReason;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The planning of one decision, action by action. Confined to one thread. */
final class Planning {
  private final Sketch sketch;
  private final OrderChanges changes;
  private final AccountView account;
  private final BigDecimal minOrderUsd;

  Planning(Sketch sketch, BigDecimal minOrderUsd) {
    this.sketch = sketch;
    this.changes = new OrderChanges(sketch);
    this.account = sketch.account();
    this.minOrderUsd = minOrderUsd;
  }

  /** Plans one action; answers what is wrong with it, or null. */
  @Nullable String add(int index, Action wish) {
    sketch.begin(index);
    return switch (wish) {
      case Noop it -> {
        sketch.nothing(it.reason());
        yield null;
      }
      case PlaceOrder it -> withInstrument(it.symbol(), instrument -> place(it, instrument));
      case TargetPosition it -> withInstrument(it.symbol(), instrument -> target(it, instrument));
      case ClosePosition it -> withInstrument(it.symbol(), instrument -> close(it.symbol()));
      case AmendOrder it -> changes.amend(it);
      case SetExits it ->
          withInstrument(it.symbol(), instrument -> changes.setExits(it.exits(), instrument));
      case CancelOrder it -> changes.cancel(it);
      case CancelAll it ->
          withInstrument(it.symbol(), instrument -> changes.cancelAll(it.symbol()));
      case SetLeverage it -> withInstrument(it.symbol(), instrument -> leverage(it));
    };
  }

  private @Nullable String withInstrument(String symbol, Consumer<Instrument> step) {
    Instrument instrument = account.market().instrument(symbol);
    if (instrument == null) {
      return "unknown symbol '" + symbol + "', known are " + known();
    }
    step.accept(instrument);
    return null;
  }

  private void place(PlaceOrder wish, Instrument instrument) {
    ClientOrderId id = sketch.nextId();
    Optional<OrderTerms> terms =
        VenueRules.terms(wish.terms(), wish.side(), instrument.priceRule());
    if (terms.isEmpty()) {
      sketch.refuse(id, DenialReason.PRICE_ROUNDS_TO_ZERO, "symbol", wish.symbol());
      return;
    }
    Optional<Price> reference =
        TrackedOrder.priceOf(terms.get()).or(() -> account.mark(wish.symbol()));
    Optional<Quantity> wanted =
        switch (wish.size()) {
          case OrderSize.Base base -> Optional.of(base.quantity());
          case OrderSize.Worth worth -> reference.map(worth.value()::at);
        };
    if (wanted.isEmpty()) {
      sketch.refuse(id, DenialReason.MARK_MISSING, "symbol", wish.symbol());
      return;
    }
    Quantity quantity = size(wish, wanted.get(), instrument);
    if (quantity.isZero()) {
      sketch.refuseQuantity(id, instrument, wanted.get());
      return;
    }
    OrderSpec order =
        new OrderSpec(
            id,
            wish.symbol(),
            wish.side(),
            quantity,
            terms.get(),
            wish.reduceOnly(),
            Optional.empty(),
            wish.label());
    sketch.place(order, reference);
    exits(wish.exits(), order, reference, instrument);
  }

  /** Whoever closes all that is held leaves no dust of less than a step behind. */
  private Quantity size(PlaceOrder wish, Quantity wanted, Instrument instrument) {
    boolean closesAll = wish.reduceOnly() && wanted.equals(sketch.held(wish.symbol()).abs());
    return closesAll ? wanted : VenueRules.quantity(wanted, instrument);
  }

  private void target(TargetPosition wish, Instrument instrument) {
    Optional<Price> mark = account.mark(wish.symbol());
    Optional<Quantity> target =
        switch (wish.target()) {
          case TargetPosition.Target.Base base -> Optional.of(base.quantity());
          case TargetPosition.Target.Worth worth when worth.value().signum() == 0 ->
              Optional.of(Quantity.ZERO);
          case TargetPosition.Target.Worth worth -> mark.map(worth.value()::at);
        };
    if (target.isEmpty()) {
      sketch.refuse(sketch.nextId(), DenialReason.MARK_MISSING, "symbol", wish.symbol());
      return;
    }
    Quantity held = sketch.expected(wish.symbol());
    PositionExits positionExits = new PositionExits(sketch, instrument);
    Optional<Exits> standing = positionExits.covering(held);
    TargetDifference difference =
        TargetDifference.between(held, target.get(), instrument)
            .worthwhile(instrument, mark, minOrderUsd);
    if (!difference.shrink().isZero()) {
      market(wish.symbol(), difference.shrink().negate(), true);
    }
    OrderSpec entry =
        difference.grow().isZero() ? null : market(wish.symbol(), difference.grow(), false);
    if (difference.isNothing()) {
      sketch.nothing("position of " + wish.symbol() + " is at its target: " + held);
    }
    Quantity reached = sketch.expected(wish.symbol());
    if (wish.exits().isPresent() && reached.isZero()) {
      sketch.nothing("exits not placed: nothing of " + wish.symbol() + " is to be held");
    } else if (wish.exits().isPresent()) {
      positionExits.set(wish.exits().get(), reached, entry);
    } else if (entry != null && standing.isPresent() && held.signum() == reached.signum()) {
      positionExits.extend(standing.get(), reached, entry);
    }
  }

  private void close(String symbol) {
    Quantity held = sketch.held(symbol);
    if (held.isZero()) {
      sketch.nothing("no position of " + symbol + " to close");
    } else {
      market(symbol, held.negate(), true);
    }
  }

  private void leverage(SetLeverage wish) {
    sketch.add(
        new Leg.SetLeverage(
            sketch.action(), sketch.nextId(), wish.symbol(), wish.leverage(), wish.mode()));
  }

  private OrderSpec market(String symbol, Quantity signed, boolean reduceOnly) {
    OrderSpec order =
        new OrderSpec(
            sketch.nextId(),
            symbol,
            signed.signum() > 0 ? Side.BUY : Side.SELL,
            signed.abs(),
            OrderTerms.market(),
            reduceOnly,
            Optional.empty(),
            "");
    sketch.place(order, account.mark(symbol));
    return order;
  }

  private void exits(
      Optional<Exits> wanted, OrderSpec entry, Optional<Price> reference, Instrument instrument) {
    wanted.ifPresent(exits ->
        new ExitPlanning(
                sketch, entry.symbol(), entry.side(), "entry", reference, instrument.priceRule())
            .ofEntry(entry, exits));
  }

  private String known() {
    TreeSet<String> symbols = new TreeSet<>(account.market().symbols());
    return symbols.size() <= 12
        ? symbols.toString()
        : symbols.stream().limit(12).toList() + " and " + (symbols.size() - 12) + " more";
  }
}
