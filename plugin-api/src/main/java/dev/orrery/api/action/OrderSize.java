package dev.orrery.api.action;

import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;

/** How much to trade: in base units, or as a value that is divided by the price when planned. */
public sealed interface OrderSize {
  /** Base units. */
  static OrderSize of(Quantity quantity) {
    return new Base(quantity);
  }

  /** Base units from a decimal text. */
  static OrderSize of(String quantity) {
    return new Base(Quantity.of(quantity));
  }

  /** A value at the order's own price, or at the mark price for a market order. */
  static OrderSize worth(Usd value) {
    return new Worth(value);
  }

  /**
   * Base units.
   *
   * @param quantity greater than zero
   */
  record Base(Quantity quantity) implements OrderSize {
    /** Checks. */
    public Base {
      if (quantity.signum() <= 0) {
        throw new IllegalArgumentException("order size must be greater than zero: " + quantity);
      }
    }
  }

  /**
   * A value in USD; rounded down to the instrument's quantity step.
   *
   * @param value greater than zero
   */
  record Worth(Usd value) implements OrderSize {
    /** Checks. */
    public Worth {
      if (value.signum() <= 0) {
        throw new IllegalArgumentException("order value must be greater than zero: " + value);
      }
    }
  }
}
