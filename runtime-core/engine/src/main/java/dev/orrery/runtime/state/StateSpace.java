package dev.orrery.runtime.state;

import dev.orrery.api.State;
import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.kernel.Timeline;
import dev.orrery.runtime.recording.StateWritten;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one strategy. A write is seen by everybody at once and is in the journal before the
 * decision that made it. Thread-safe.
 */
public final class StateSpace implements State {
  /** Longest key, in characters. */
  public static final int MAX_KEY = 128;

  /** Longest value, in bytes of UTF-8. */
  public static final int MAX_VALUE = 64 * 1024;

  /** Most keys. */
  public static final int MAX_KEYS = 1_000;

  /** Most bytes of all keys and values. */
  public static final int MAX_TOTAL = 1024 * 1024;

  private final String deployment;
  private final String strategy;
  private final OrderJournal journal;
  private final Timeline timeline;

  /** Not this: a strategy holds a reference to it, and may synchronize on what it likes. */
  private final Object lock = new Object();

  private final Map<String, String> values = new HashMap<>();
  private long bytes;

  /** Starts with what was there before. */
  public StateSpace(
      String deployment,
      String strategy,
      Map<String, String> initial,
      OrderJournal journal,
      Timeline timeline) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.journal = journal;
    this.timeline = timeline;
    initial.forEach((key, value) -> {
      values.put(key, value);
      bytes += size(key) + size(value);
    });
  }

  @Override
  public Optional<String> get(String key) {
    synchronized (lock) {
      return Optional.ofNullable(values.get(key));
    }
  }

  @Override
  public boolean compareAndSet(String key, @Nullable String expected, @Nullable String update) {
    synchronized (lock) {
      check(key, update);
      if (!Objects.equals(values.get(key), expected)) {
        return false;
      }
      write(key, update);
      return true;
    }
  }

  @Override
  public void put(String key, String value) {
    synchronized (lock) {
      check(key, value);
      write(key, value);
    }
  }

  @Override
  public void remove(String key) {
    synchronized (lock) {
      if (values.containsKey(key)) {
        write(key, null);
      }
    }
  }

  @Override
  public Set<String> keys() {
    synchronized (lock) {
      return new TreeSet<>(values.keySet());
    }
  }

  /** A copy of everything. */
  public Map<String, String> copy() {
    synchronized (lock) {
      return Map.copyOf(values);
    }
  }

  private void write(String key, @Nullable String update) {
    String current = values.get(key);
    int delta =
        (update == null ? 0 : size(key) + size(update))
            - (current == null ? 0 : size(key) + size(current));
    if (update != null && bytes + delta > MAX_TOTAL) {
      throw new IllegalArgumentException(
          "state of " + strategy + " would exceed " + MAX_TOTAL + " bytes with key '" + key + "'");
    }
    if (update != null && current == null && values.size() >= MAX_KEYS) {
      throw new IllegalArgumentException(
          "state of " + strategy + " has " + MAX_KEYS + " keys; no room for '" + key + "'");
    }
    if (Objects.equals(current, update)) {
      return;
    }
    // First: what the journal does not take has not been written.
    journal.append(
        deployment,
        List.of(new StateWritten(deployment, strategy, key, update, timeline.nowMillis())));
    if (update == null) {
      values.remove(key);
    } else {
      values.put(key, update);
    }
    bytes += delta;
  }

  private void check(String key, @Nullable String value) {
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw new IllegalArgumentException(
          "state key of " + strategy + " must have 1 to " + MAX_KEY + " characters: '" + key + "'");
    }
    if (value != null && size(value) > MAX_VALUE) {
      throw new IllegalArgumentException(
          "state value of key '"
              + key
              + "' of "
              + strategy
              + " has "
              + size(value)
              + " bytes, at most "
              + MAX_VALUE);
    }
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
