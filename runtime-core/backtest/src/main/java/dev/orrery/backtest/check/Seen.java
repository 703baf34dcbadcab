package dev.orrery.backtest.check;

import dev.orrery.api.Firing;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One decision as far as it must be the same when it is made again.
 *
 * @param asOf when, epoch milliseconds of the market
 * @param trigger what woke the strategy
 * @param answer its actions, or what it threw
 * @param series what it recorded, by name
 * @param written what it wrote to its state, in order
 * @param verdict what became of it at once
 */
record Seen(
    long asOf,
    String trigger,
    String answer,
    Map<String, Double> series,
    List<String> written,
    @Nullable Verdict verdict) {
  static Seen of(DecisionRecord record, List<String> written) {
    String error = record.error();
    String answer =
        error == null
            ? String.join("; ", record.actions().stream().map(Object::toString).toList())
            : "throws " + error.lines().findFirst().orElse("");
    Firing firing = record.firing();
    return new Seen(
        record.asOf(),
        firing.trigger().toString(),
        answer.isEmpty() ? String.join("; ", record.reasons()) : answer,
        record.series().isEmpty() ? Map.of() : new TreeMap<>(record.series()),
        List.copyOf(written),
        record.verdict());
  }

  boolean isSkipped() {
    return verdict == Verdict.SKIPPED;
  }

  /** What is told apart first, and how it is in both; null when they are the same. */
  @Nullable Unlike unlike(Seen other) {
    if (asOf != other.asOf || !trigger.equals(other.trigger)) {
      return new Unlike("the firing", when(), other.when());
    }
    if (!answer.equals(other.answer)) {
      return new Unlike("the answer", answer, other.answer);
    }
    for (String name : new TreeSet<>(series.keySet())) {
      if (!Objects.equals(series.get(name), other.series.get(name))) {
        return new Unlike("series " + name, text(name), other.text(name));
      }
    }
    if (!series.equals(other.series)) {
      return new Unlike("the series", series.keySet().toString(), other.series.keySet().toString());
    }
    if (!written.equals(other.written)) {
      return new Unlike("the state written", written.toString(), other.written.toString());
    }
    return verdict == other.verdict
        ? null
        : new Unlike("the verdict", String.valueOf(verdict), String.valueOf(other.verdict));
  }

  private String when() {
    return Instant.ofEpochMilli(asOf) + " " + trigger;
  }

  private String text(String name) {
    Double value = series.get(name);
    return value == null ? "nothing" : value.toString();
  }

  /**
   * The first thing that differs.
   *
   * @param what its name
   */
  record Unlike(String what, String first, String second) {}
}
