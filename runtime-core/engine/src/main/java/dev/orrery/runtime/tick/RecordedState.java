package dev.orrery.runtime.tick;

import dev.orrery.api.State;
import dev.orrery.runtime.recording.Asked;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.state.StateSpace;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A strategy's memory as one decision sees it, every access kept where reads are recorded. */
final class RecordedState implements State {
  private final TickContext context;
  private final StateSpace memory;
  private final @Nullable ReadLog reads;

  RecordedState(TickContext context, StateSpace memory, @Nullable ReadLog reads) {
    this.context = context;
    this.memory = memory;
    this.reads = reads;
  }

  @Override
  public Optional<String> get(String key) {
    context.open();
    Optional<String> value = memory.get(key);
    keep(new Read.OfState(key, value.orElse(null)));
    return value;
  }

  @Override
  public boolean compareAndSet(String key, @Nullable String expected, @Nullable String update) {
    context.open();
    boolean done;
    try {
      done = memory.compareAndSet(key, expected, update);
    } catch (IllegalArgumentException e) {
      throw refused(key, e);
    }
    keep(new Read.OfStateWrite(key, true, expected, update, done));
    return done;
  }

  @Override
  public void put(String key, String value) {
    context.open();
    try {
      memory.put(key, value);
    } catch (IllegalArgumentException e) {
      throw refused(key, e);
    }
    keep(new Read.OfStateWrite(key, false, null, value, true));
  }

  @Override
  public void remove(String key) {
    context.open();
    memory.remove(key);
    keep(new Read.OfStateWrite(key, false, null, null, true));
  }

  @Override
  public Set<String> keys() {
    context.open();
    Set<String> keys = memory.keys();
    keep(new Read.OfStateKeys(keys));
    return keys;
  }

  private IllegalArgumentException refused(String key, IllegalArgumentException cause) {
    if (reads != null) {
      reads.refused(Asked.write(key), cause);
    }
    return cause;
  }

  private void keep(Read read) {
    if (reads != null) {
      reads.add(read);
    }
  }
}
