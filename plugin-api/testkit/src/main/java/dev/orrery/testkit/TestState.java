package dev.orrery.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.api.State;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A strategy's memory in memory, with the limits of the real one. Thread-safe. Hand one to several
 * contexts to carry it from decision to decision.
 */
public final class TestState implements State {
  private static final int MAX_KEY_CHARACTERS = 128;
  private static final int MAX_VALUE_BYTES = 65_536;
  private static final int MAX_KEYS = 1_000;
  private static final int MAX_BYTES = 1_048_576;

  private final Map<String, String> entries = new TreeMap<>();
  private int bytes;

  @Override
  public synchronized Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public synchronized boolean compareAndSet(
      String key, @Nullable String expected, @Nullable String update) {
    if (!Objects.equals(entries.get(key), expected)) {
      return false;
    }
    write(key, update);
    return true;
  }

  @Override
  public synchronized void put(String key, String value) {
    write(key, value);
  }

  @Override
  public synchronized void remove(String key) {
    write(key, null);
  }

  @Override
  public synchronized Set<String> keys() {
    return Collections.unmodifiableSet(new TreeSet<>(entries.keySet()));
  }

  /** All keys with their values, sorted. A copy. */
  public synchronized Map<String, String> entries() {
    return Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  private void write(String key, @Nullable String value) {
    if (value != null) {
      check(key, value);
    }
    String old = value == null ? entries.remove(key) : entries.put(key, value);
    bytes += size(key, value) - size(key, old);
  }

  private void check(String key, String value) {
    if (key.isEmpty() || key.length() > MAX_KEY_CHARACTERS) {
      throw new IllegalArgumentException(
          "state key has " + key.length() + " characters, must have 1 to " + MAX_KEY_CHARACTERS);
    }
    int length = value.getBytes(UTF_8).length;
    if (length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "state value of '" + key + "' has " + length + " bytes, at most " + MAX_VALUE_BYTES);
    }
    if (!entries.containsKey(key) && entries.size() == MAX_KEYS) {
      throw new IllegalArgumentException(
          "state has " + MAX_KEYS + " keys, no room for '" + key + "'");
    }
    if (bytes + size(key, value) - size(key, entries.get(key)) > MAX_BYTES) {
      throw new IllegalArgumentException(
          "state would be over " + MAX_BYTES + " bytes with '" + key + "'");
    }
  }

  private static int size(String key, @Nullable String value) {
    return value == null ? 0 : key.getBytes(UTF_8).length + value.getBytes(UTF_8).length;
  }
}
