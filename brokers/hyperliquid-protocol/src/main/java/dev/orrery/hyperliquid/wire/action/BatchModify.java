package dev.orrery.hyperliquid.wire.action;

import java.util.List;

/**
 * Replaces orders, each on its own, and answers each like a new order.
 *
 * @param changes which, and by what
 * @param always place a new order even if the old one could not be cancelled
 */
public record BatchModify(List<OrderChange> changes, boolean always) implements L1Action {
  static final String TYPE = "batchModify";

  /** Copies the list. */
  public BatchModify {
    changes = List.copyOf(changes);
  }

  static BatchModify read(Fields in) {
    return new BatchModify(in.list("modifies", OrderChange::read), in.flagOrAbsent("a"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(always ? 3 : 2).text("type", TYPE);
    out.list(
        "modifies",
        changes,
        (it, to) -> {
          it.writeEntries(to.beginMap(2));
          to.endMap();
        });
    if (always) {
      out.flag("a", true);
    }
    out.endMap();
  }

  @Override
  public int count() {
    return changes.size();
  }
}
