package dev.orrery.runtime.recording;

import dev.orrery.api.value.Usd;
import dev.orrery.market.FeedPosition;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the journal knows from before this start. Read at boot; may do I/O. */
public interface DecisionHistory {
  /** Nothing: for a journal in memory. */
  DecisionHistory NONE =
      new DecisionHistory() {
        @Override
        public boolean decided(String deployment, String firingId) {
          return false;
        }

        @Override
        public Map<String, Long> lastMarks(String deployment) {
          return Map.of();
        }

        @Override
        public List<Unsettled> unsettled(String deployment) {
          return List.of();
        }

        @Override
        public Map<String, String> state(String deployment, String strategy) {
          return Map.of();
        }

        @Override
        public Optional<FeedPosition> position() {
          return Optional.empty();
        }
      };

  /**
   * Whether a decision with this firing id was journaled before this start. Asked within ticks of
   * events and people: answers without the database where {@link #lastMarks} was asked for before.
   */
  boolean decided(String deployment, String firingId);

  /** Latest scheduled instant decided or skipped, by trigger key. */
  Map<String, Long> lastMarks(String deployment);

  /** The durable event up to which a strategy has decided all of a topic; 0 for none. */
  default long eventsDoneTo(String deployment, String strategy, String topic) {
    return 0;
  }

  /**
   * What language models have cost a deployment since the UTC month began.
   *
   * @param month which one that is by the process's clock; a history with a better clock uses its
   *     own
   */
  default Usd costOfMonth(String deployment, YearMonth month) {
    return Usd.ZERO;
  }

  /** Decisions whose orders were under way: without a verdict, or unresolved. */
  List<Unsettled> unsettled(String deployment);

  /** A strategy's state. */
  Map<String, String> state(String deployment, String strategy);

  /** Where the feed stood. */
  Optional<FeedPosition> position();

  /** A decision without a final verdict. */
  record Unsettled(String strategy, String id, long asOf) {}
}
