package dev.orrery.executor.account;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.Fill;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one symbol: a fold over its fills in the order in which they happened. What a
 * fill realises depends on the fills before it, and a venue may tell one late (it was missed, and
 * asked for when others had been told): such a one is booked where it belongs, unless {@value
 * #REMEMBERED} later ones have been. Those of one millisecond are booked in the order they are
 * told. Confined to its book.
 */
final class SymbolBook {
  static final int REMEMBERED = 256;

  private final ArrayDeque<Booked> recent = new ArrayDeque<>();
  private Held held;

  /** Nothing held, nothing traded. */
  SymbolBook() {
    this(new Past(Held.NOTHING, List.of()));
  }

  /** As {@link #past} told. */
  SymbolBook(Past past) {
    held = past.before();
    past.since().forEach(this::append);
  }

  /** What is held; {@link Holding#NONE} when flat. */
  Holding holding() {
    return held.holding();
  }

  /** Time of the fill with which it last left zero or changed its sign; null when flat. */
  @Nullable Instant opened() {
    return held.opened();
  }

  /** Takes in a fill, and tells what the profit realised so far grows by. */
  Usd book(Fill fill) {
    Traded traded = new Traded(fill.signedQuantity(), fill.price(), fill.at());
    if (recent.isEmpty() || !fill.at().isBefore(recent.getLast().traded().at())) {
      return append(traded);
    }
    ArrayDeque<Traded> later = new ArrayDeque<>();
    Usd before = Usd.ZERO;
    while (!recent.isEmpty() && fill.at().isBefore(recent.getLast().traded().at())) {
      Booked undone = recent.removeLast();
      held = undone.before();
      before = before.plus(undone.realised());
      later.addFirst(undone.traded());
    }
    Usd after = append(traded);
    for (Traded each : later) {
      after = after.plus(append(each));
    }
    return after.minus(before);
  }

  private Usd append(Traded traded) {
    Held before = held;
    Holding.Change change = before.holding().after(traded.quantity(), traded.price());
    recent.addLast(new Booked(traded, before, change.realised()));
    if (recent.size() > REMEMBERED) {
      recent.removeFirst();
    }
    held = before.after(change.holding(), traded.at());
    return change.realised();
  }

  /** All that a book needs to go on as this one. */
  Past past() {
    Iterator<Booked> all = recent.iterator();
    Held before = all.hasNext() ? recent.getFirst().before() : held;
    return new Past(before, recent.stream().map(Booked::traded).toList());
  }

  /**
   * What was held before the fills that are remembered, and those.
   *
   * @param since in the order they happened
   */
  record Past(Held before, List<Traded> since) {}

  /**
   * A holding and its age.
   *
   * @param opened null when flat
   */
  record Held(Holding holding, @Nullable Instant opened) {
    static final Held NOTHING = new Held(Holding.NONE, null);

    private Held after(Holding next, Instant at) {
      int side = next.quantity().signum();
      if (side == 0) {
        return NOTHING;
      }
      return new Held(next, side == holding.quantity().signum() ? opened : at);
    }
  }

  /**
   * The part of a fill that moves a holding.
   *
   * @param quantity signed base units
   */
  record Traded(Quantity quantity, Price price, Instant at) {}

  private record Booked(Traded traded, Held before, Usd realised) {}
}
