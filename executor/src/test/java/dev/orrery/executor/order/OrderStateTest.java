package dev.orrery.executor.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderStateTest {
  @Test
  void nothingFollowsAFinalState() {
    for (OrderState from : OrderState.values()) {
      for (OrderState to : OrderState.values()) {
        if (from.isFinal()) {
          assertThat(from.mayBecome(to)).as("%s to %s", from, to).isFalse();
        }
      }
    }
  }

  @Test
  void neverGoesRoundInCircles() {
    for (OrderState from : OrderState.values()) {
      for (OrderState to : OrderState.values()) {
        assertThat(from.mayBecome(to) && to.mayBecome(from)).as("%s and %s", from, to).isFalse();
      }
    }
  }

  @Test
  void everyOpenStateCanEnd() {
    for (OrderState from : OrderState.values()) {
      if (!from.isFinal()) {
        assertThat(from.mayBecome(OrderState.FILLED)).isTrue();
        assertThat(from.mayBecome(OrderState.CANCELLED)).isTrue();
      }
    }
  }
}
