package dev.orrery.runtime;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.Fill;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.util.List;
import java.util.Map;

/** Something that happened in a runtime and is journaled. */
public sealed interface RuntimeFact {
  /** The deployment's id. */
  String deployment();

  /** The strategy's name. */
  String strategy();

  /** A decision and what became of it at first. */
  record Decided(DecisionRecord decision, Verdict verdict, List<String> outcomes)
      implements RuntimeFact {
    @Override
    public String deployment() {
      return decision.deployment();
    }

    @Override
    public String strategy() {
      return decision.strategy();
    }

    /** One line: {@code sma-cross executed BUY 0.05 BTC market: fast average crossed above}. */
    public String headline() {
      return strategy()
          + " "
          + verdict.text()
          + (decision.reasons().isEmpty() ? "" : ": " + String.join("; ", decision.reasons()));
    }
  }

  /**
   * A fill was booked.
   *
   * @param realised profit or loss it realised, before its fee
   * @param equity after it
   */
  record Filled(String deployment, String strategy, Fill fill, Usd realised, Usd equity)
      implements RuntimeFact {}

  /**
   * An event of the closed list of names ({@code order_placed}, {@code cost_guard_tripped}), as in
   * {@code agent_logs}.
   */
  record Logged(
      String deployment,
      String strategy,
      String level,
      String event,
      String message,
      Map<String, Object> data)
      implements RuntimeFact {
    /** Copies. */
    public Logged {
      data = Map.copyOf(data);
    }
  }
}
