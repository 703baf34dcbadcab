package dev.orrery.backtest.replay;

import dev.orrery.api.State;
import dev.orrery.runtime.recording.Asked;
import dev.orrery.runtime.recording.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A strategy's state as a recorded decision met it. What it did with a key is met again in the same
 * order, because another decision may have written in between; what it did not do is worked out
 * from that where it can be. Writes are kept and go nowhere. Confined to one thread.
 */
final class RecordedMemory implements State {
  private final List<Read> reads;
  private final Gaps gaps;
  private final List<StateWrite> writes = new ArrayList<>(0);

  /** How far in the record each key has come. */
  private final Map<String, Integer> places = new HashMap<>(4);

  /** What each key holds now, as far as it is known. */
  private final Map<String, Optional<String>> known = new HashMap<>(4);

  RecordedMemory(List<Read> reads, Gaps gaps) {
    this.reads = reads;
    this.gaps = gaps;
  }

  /** Writes that took place, in order. */
  List<StateWrite> writes() {
    return writes;
  }

  @Override
  public Optional<String> get(String key) {
    if (next(key) instanceof Read.OfState it) {
      pass(key);
      Optional<String> value = Optional.ofNullable(it.value());
      known.put(key, value);
      return value;
    }
    return current(key).orElseThrow(() -> gaps.of("state key '" + key + "'"));
  }

  @Override
  public boolean compareAndSet(String key, @Nullable String expected, @Nullable String update) {
    refusal(key);
    if (next(key) instanceof Read.OfStateWrite it
        && it.compared()
        && Objects.equals(it.expected(), expected)) {
      pass(key);
      if (it.done()) {
        write(key, update);
      }
      return it.done();
    }
    Optional<String> now = current(key).orElseThrow(() -> gaps.of("state key '" + key + "'"));
    if (!Objects.equals(now.orElse(null), expected)) {
      return false;
    }
    write(key, update);
    return true;
  }

  @Override
  public void put(String key, String value) {
    refusal(key);
    written(key);
    write(key, value);
  }

  @Override
  public void remove(String key) {
    written(key);
    write(key, null);
  }

  @Override
  public Set<String> keys() {
    for (Read read : reads) {
      if (read instanceof Read.OfStateKeys it) {
        return new TreeSet<>(it.keys());
      }
    }
    throw gaps.of("the keys of its state");
  }

  private void write(String key, @Nullable String value) {
    known.put(key, Optional.ofNullable(value));
    writes.add(new StateWrite(key, value));
  }

  private void written(String key) {
    if (next(key) instanceof Read.OfStateWrite it && !it.compared()) {
      pass(key);
    }
  }

  private void refusal(String key) {
    if (reads.isEmpty()) {
      return;
    }
    String asked = Asked.write(key);
    for (Read read : reads) {
      if (read instanceof Read.Refused it && it.asked().equals(asked)) {
        throw new IllegalArgumentException(it.message());
      }
    }
  }

  /** What a key holds: known by now, or told by what the decision did with it next. */
  private Optional<Optional<String>> current(String key) {
    Optional<String> now = known.get(key);
    if (now != null) {
      return Optional.of(now);
    }
    if (next(key) instanceof Read.OfStateWrite it && it.compared() && it.done()) {
      return Optional.of(Optional.ofNullable(it.expected()));
    }
    for (Read read : reads) {
      if (read instanceof Read.OfStateKeys it && !it.keys().contains(key)) {
        return Optional.of(Optional.empty());
      }
    }
    return Optional.empty();
  }

  private @Nullable Read next(String key) {
    int place = find(key);
    return place < 0 ? null : reads.get(place);
  }

  private void pass(String key) {
    places.put(key, find(key) + 1);
  }

  private int find(String key) {
    for (int i = places.getOrDefault(key, 0); i < reads.size(); i++) {
      String of =
          switch (reads.get(i)) {
            case Read.OfState it -> it.key();
            case Read.OfStateWrite it -> it.key();
            default -> null;
          };
      if (key.equals(of)) {
        return i;
      }
    }
    return -1;
  }
}
