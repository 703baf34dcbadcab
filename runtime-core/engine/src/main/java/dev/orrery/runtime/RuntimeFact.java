package dev.orrery.runtime;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.Fill;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Something that happened in a runtime and is journaled. One fill is two facts: {@link Filled} with
 * everything a program wants, and the line {@code order_filled} for the log. On the wall timeline a
 * fill may be told before the decision it came of; in any case fills of an account come in the
 * order they were booked in.
 */
public sealed interface RuntimeFact {
  /** The deployment's id; empty when it is about the runtime. */
  String deployment();

  /** The strategy's name; empty when it is about the runtime. */
  String strategy();

  /** When, on the market's timeline. */
  Instant asOf();

  /** When, by the process's clock; the timeline's own on a simulated one. */
  Instant at();

  /**
   * Whether a listener that is too slow may miss it. Never so for fills and for what else changes
   * an account or its right to trade.
   */
  default boolean mayBeMissed() {
    return false;
  }

  /**
   * A decision and what became of it at first.
   *
   * @param outcomes one text for each instruction sent
   */
  record Decided(DecisionRecord decision, Verdict verdict, List<String> outcomes)
      implements RuntimeFact {
    /** Copies. */
    public Decided {
      outcomes = List.copyOf(outcomes);
    }

    @Override
    public String deployment() {
      return decision.deployment();
    }

    @Override
    public String strategy() {
      return decision.strategy();
    }

    @Override
    public Instant asOf() {
      return Instant.ofEpochMilli(decision.asOf());
    }

    @Override
    public Instant at() {
      return Instant.ofEpochMilli(decision.tickAt());
    }

    @Override
    public boolean mayBeMissed() {
      return true;
    }

    /** One line: {@code sma-cross executed BUY 0.05 BTC market: fast average crossed above}. */
    public String headline() {
      return Headline.of(decision, verdict);
    }
  }

  /**
   * A fill was booked.
   *
   * @param realised profit or loss it realised, before its fee
   * @param equity after it
   */
  record Filled(
      String deployment,
      String strategy,
      Fill fill,
      Usd realised,
      Usd equity,
      Instant asOf,
      Instant at)
      implements RuntimeFact {}

  /**
   * An event of the deployment's log, as in {@code agent_logs}.
   *
   * @param event one of the closed list of names, see {@link EventName}
   */
  record Logged(
      String deployment,
      String strategy,
      String level,
      String event,
      String message,
      Map<String, Object> data,
      Instant asOf,
      Instant at)
      implements RuntimeFact {
    /** Copies. */
    public Logged {
      data = Map.copyOf(data);
    }

    /** Which event it is. */
    public EventName name() {
      return EventName.of(event);
    }

    @Override
    public boolean mayBeMissed() {
      return !name().isOfAccount();
    }
  }

  /**
   * This listener was too slow and has missed decisions or log lines here; never fills.
   *
   * @param count how many
   */
  record Missed(long count, Instant asOf, Instant at) implements RuntimeFact {
    @Override
    public String deployment() {
      return "";
    }

    @Override
    public String strategy() {
      return "";
    }
  }

  /**
   * No price comes any more.
   *
   * @param how the market's end
   * @param detail what failed; empty otherwise
   */
  record MarketEnded(MarketEnd how, String detail, Instant asOf, Instant at)
      implements RuntimeFact {
    @Override
    public String deployment() {
      return "";
    }

    @Override
    public String strategy() {
      return "";
    }
  }

  /**
   * A jar came, changed or went, or was refused, while the runtime runs. It belongs to no one
   * deployment: its own two names are empty.
   */
  record PluginChanged(PluginChange change, Instant asOf, Instant at) implements RuntimeFact {
    @Override
    public String deployment() {
      return "";
    }

    @Override
    public String strategy() {
      return "";
    }
  }
}
