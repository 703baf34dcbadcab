package dev.orrery.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Noop;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DecisionsTest {
  private static final Action CLOSE = new ClosePosition("BTC", "done");
  private static final Action NOOP = new Noop("nothing");

  @Test
  void acceptsWhatTheRuntimeAccepts() {
    assertThat(Decisions.check(List.of(NOOP))).containsExactly(NOOP);
    assertThat(Decisions.check(Collections.nCopies(64, CLOSE))).hasSize(64);
    assertThat(Decisions.noop(List.of(NOOP))).isEqualTo("nothing");
    assertThat(Decisions.only(List.of(CLOSE), ClosePosition.class).symbol()).isEqualTo("BTC");
  }

  @Test
  void refusesWhatTheRuntimeRefuses() {
    refuses(null, "null instead of a list");
    refuses(List.of(), "no action");
    refuses(Collections.nCopies(65, CLOSE), "at most 64");
    refuses(List.of(NOOP, CLOSE), "Noop beside");
    refuses(Arrays.asList(CLOSE, null), "a null among");
  }

  private static void refuses(@Nullable List<? extends @Nullable Action> actions, String message) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Decisions.check(actions))
        .withMessageContaining(message);
  }

  @Test
  void refusesAnotherActionThanTheOnlyExpectedOne() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Decisions.noop(List.of(CLOSE)))
        .withMessageContaining("ClosePosition");
  }
}
