package dev.orrery.runtime.recording;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.market.FeedPosition;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What entries of a journal in memory say about the past: for a program that starts its runtime
 * anew and goes on where the last one ended. Immutable.
 */
public final class MemoryHistory implements DecisionHistory {
  private final Set<String> decided = new HashSet<>();
  private final Map<String, Map<String, Long>> marks = new HashMap<>();
  private final Map<String, DecisionRecord> unsettled = new LinkedHashMap<>();
  private final Map<Owner, Map<String, String>> states = new HashMap<>();
  private final Map<Month, Usd> costs = new HashMap<>();
  private @Nullable FeedPosition position;

  private MemoryHistory() {}

  /** The past as these entries tell it, oldest first. */
  public static MemoryHistory of(List<? extends JournalEntry> entries) {
    MemoryHistory history = new MemoryHistory();
    entries.forEach(history::add);
    return history;
  }

  @Override
  public boolean decided(String deployment, String firingId) {
    return decided.contains(firingId);
  }

  @Override
  public Map<String, Long> lastMarks(String deployment) {
    return Map.copyOf(marks.getOrDefault(deployment, Map.of()));
  }

  @Override
  public Usd costOfMonth(String deployment, YearMonth month) {
    return costs.getOrDefault(new Month(deployment, month), Usd.ZERO);
  }

  @Override
  public List<Unsettled> unsettled(String deployment) {
    List<Unsettled> found = new ArrayList<>();
    for (DecisionRecord decision : unsettled.values()) {
      if (decision.deployment().equals(deployment)) {
        found.add(new Unsettled(decision.strategy(), decision.id(), decision.asOf()));
      }
    }
    return found;
  }

  @Override
  public Map<String, String> state(String deployment, String strategy) {
    return Map.copyOf(states.getOrDefault(new Owner(deployment, strategy), Map.of()));
  }

  @Override
  public Optional<FeedPosition> position() {
    return Optional.ofNullable(position);
  }

  private void add(JournalEntry entry) {
    if (entry instanceof DecisionRecord decision) {
      add(decision);
    } else if (entry instanceof DecisionSettled settled) {
      if (settled.verdict() != Verdict.UNRESOLVED) {
        unsettled.remove(settled.id());
      }
    } else if (entry instanceof StateWritten written) {
      Map<String, String> state =
          states.computeIfAbsent(
              new Owner(written.deployment(), written.strategy()), _ -> new HashMap<>());
      if (written.value() == null) {
        state.remove(written.key());
      } else {
        state.put(written.key(), written.value());
      }
    } else if (entry instanceof CursorRecorded cursor) {
      position = cursor.position();
    }
  }

  private void add(DecisionRecord decision) {
    decided.add(decision.id());
    if (decision.costUsd().signum() != 0) {
      YearMonth month =
          YearMonth.from(Instant.ofEpochMilli(decision.tickAt()).atZone(ZoneOffset.UTC));
      costs.merge(new Month(decision.deployment(), month), new Usd(decision.costUsd()), Usd::plus);
    }
    if (decision.verdict() == null) {
      unsettled.put(decision.id(), decision);
    }
    if (decision.firing().originId() == null) {
      marks
          .computeIfAbsent(decision.deployment(), _ -> new HashMap<>())
          .merge(decision.firing().triggerKey(), decision.firing().atMillis(), Math::max);
    }
  }

  private record Month(String deployment, YearMonth month) {}

  private record Owner(String deployment, String strategy) {}
}
