package dev.orrery.store;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.market.FeedPosition;
import dev.orrery.runtime.recording.AccountRecorded;
import dev.orrery.runtime.recording.CursorRecorded;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.LogRecorded;
import dev.orrery.runtime.recording.SeriesPoint;
import dev.orrery.runtime.recording.StateWritten;
import dev.orrery.runtime.recording.StrategyIdentity;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes rows of groups, in order, and numbers their entries. Confined to one thread. */
final class BatchEncoder {
  private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");

  /** Digests of parameters that are remembered as written: to write them again is harmless. */
  private static final int MOST_REMEMBERED = 1_000;

  private final LongSupplier numbers;
  private final String feedPrefix;
  private final Set<String> parameters = new HashSet<>();

  /**
   * With a source of numbers.
   *
   * @param tenure whose journal it is; null when it is that of all who read a feed
   */
  BatchEncoder(LongSupplier numbers, @Nullable Tenure tenure) {
    this.numbers = numbers;
    this.feedPrefix = tenure == null ? "" : tenure.feedPrefix();
  }

  /** Refuses an entry nobody here could write. */
  static void requireKnown(JournalEntry entry) {
    switch (entry) {
      case AccountEntry _,
          DecisionRecord _,
          DecisionSettled _,
          StateWritten _,
          SeriesPoint _,
          LogRecorded _,
          AccountRecorded _,
          CursorRecorded _ -> {
        // These can be written.
      }
      default ->
          throw new IllegalArgumentException("the journal has no place for " + entry.getClass());
    }
  }

  Batch encode(List<GroupQueue.Group> groups) {
    Batch batch = new Batch();
    Map<String, DecisionSettled> settled = settlements(groups);
    for (GroupQueue.Group group : groups) {
      for (JournalEntry entry : group.entries()) {
        long seq = numbers.getAsLong();
        batch.reach(seq);
        add(group.deployment(), seq, entry, settled, batch);
      }
    }
    settled.values().forEach(each -> DecisionRows.settle(each, batch));
    return batch;
  }

  /** A decision is written as settled when its settlement is at hand. */
  private static Map<String, DecisionSettled> settlements(List<GroupQueue.Group> groups) {
    Map<String, DecisionSettled> settled = new HashMap<>();
    for (GroupQueue.Group group : groups) {
      for (JournalEntry entry : group.entries()) {
        if (entry instanceof DecisionSettled it) {
          settled.put(it.id(), it);
        }
      }
    }
    return settled;
  }

  private void add(
      String deployment,
      long seq,
      JournalEntry entry,
      Map<String, DecisionSettled> settled,
      Batch batch) {
    switch (entry) {
      case AccountEntry it -> AccountRows.add(deployment, seq, it, batch);
      case DecisionRecord it -> {
        parameters(it.identity(), batch);
        DecisionRows.add(seq, it, settled.remove(it.id()), batch);
      }
      case DecisionSettled _ -> {
        // Gathered before.
      }
      case StateWritten it ->
          batch.add(
              Table.STRATEGY_STATE,
              it.deployment(),
              Texts.clean(it.strategy()),
              Texts.clean(it.key()),
              Texts.cleanOrNull(it.value()),
              Long.toString(seq),
              Texts.time(it.asOf()));
      case SeriesPoint it -> series(it, batch);
      case LogRecorded it ->
          batch.add(
              Table.AGENT_LOGS,
              it.deployment(),
              Texts.time(it.at()),
              LEVELS.contains(it.level()) ? it.level() : "info",
              Texts.clean(it.event()),
              Texts.clean(it.message()),
              it.data().isEmpty() ? "{}" : Json.object(json -> json.details(it.data())));
      case AccountRecorded it -> account(it, batch);
      case CursorRecorded it -> cursor(it.position(), batch);
      default ->
          throw new IllegalArgumentException("the journal has no place for " + entry.getClass());
    }
  }

  /** Before the first decision by them, so that it can be run again. */
  private void parameters(StrategyIdentity identity, Batch batch) {
    if (parameters.contains(identity.parameterDigest())) {
      return;
    }
    if (parameters.size() == MOST_REMEMBERED) {
      parameters.clear();
    }
    parameters.add(identity.parameterDigest());
    byte[] text = identity.parameters().getBytes(StandardCharsets.UTF_8);
    batch.add(
        Table.ARTIFACTS,
        identity.parameterDigest(),
        "parameters",
        Texts.clean(identity.strategy()),
        "\\x" + HexFormat.of().formatHex(text));
  }

  private static void series(SeriesPoint it, Batch batch) {
    batch.add(
        Table.SERIES_POINTS,
        it.digest(),
        it.previous(),
        Texts.clean(it.symbol()),
        Long.toString(it.intervalMillis()),
        Texts.time(it.openTime()),
        Double.toString(it.open()),
        Double.toString(it.high()),
        Double.toString(it.low()),
        Double.toString(it.close()),
        Double.toString(it.volume()));
  }

  private static void account(AccountRecorded it, Batch batch) {
    batch.add(
        Table.AGENT_STATE,
        it.deployment(),
        it.account().equity().toString(),
        it.dayPnl().toString(),
        Json.array(
            it.account().positions(),
            (each, json) -> json.nested(one -> ReadsText.position(each, one))),
        Json.array(
            it.account().openOrders(),
            (each, json) -> json.nested(one -> ReadsText.openOrder(each, one))),
        Texts.clean(it.health()),
        Texts.time(it.asOf()),
        Texts.time(it.at()));
  }

  private void cursor(FeedPosition it, Batch batch) {
    batch.add(
        Table.MARKET_CURSORS,
        feedPrefix + Texts.clean(it.source()),
        Json.object(json -> json.put("row", it.row()).put("lap", it.lap()).put("time", it.time())),
        Texts.time(it.time()));
  }
}
