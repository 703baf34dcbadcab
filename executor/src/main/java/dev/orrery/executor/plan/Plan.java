package dev.orrery.executor.plan;

import dev.orrery.api.value.Usd;
import java.util.List;

/** What actions come to. */
public sealed interface Plan {
  /**
   * Steps in order.
   *
   * @param legs by action, in the order given
   */
  record Steps(List<Leg> legs) implements Plan {
    /** Copies. */
    public Steps {
      legs = List.copyOf(legs);
    }

    /** Gross notional of the orders that may open, exits left out. */
    public Usd opens() {
      Usd sum = Usd.ZERO;
      for (Leg leg : legs) {
        if (leg instanceof Leg.Place place && !place.order().reduceOnly()) {
          sum = sum.plus(place.notional());
        }
      }
      return sum;
    }
  }

  /**
   * The strategy made a mistake: the decision is void.
   *
   * @param problem names the action and what is wrong with it
   */
  record Invalid(String problem) implements Plan {}
}
