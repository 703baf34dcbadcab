package dev.orrery.kernel;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of a map, in the order in which their keys first came: one too many drives out
 * the oldest. Confined to one thread.
 *
 * <p>What is driven out was last touched thousands of entries ago. A linked map walks through its
 * node, its key and the nodes beside it, none of which is in a cache any more; here entries lie in
 * a ring, with their hash codes, and neither the oldest key nor its value is looked at.
 *
 * @param <K> keys; not null
 * @param <V> values; not null
 */
public final class Remembered<K, V> {
  private static final int LEAST = 16;

  private final int most;

  // A ring: slot by slot in the order of coming, with holes where entries were taken out.
  private @Nullable Object[] keys = new @Nullable Object[LEAST];
  private @Nullable Object[] values = new @Nullable Object[LEAST];
  private int[] hashes = new int[LEAST];
  private int oldest;
  private int slots;
  private int size;

  /** Slot plus one, at the first free place from the hash code's on; 0 is free. */
  private int[] table = new int[4 * LEAST];

  /** Remembers so many. */
  public Remembered(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least one entry is remembered, not " + most);
    }
    this.most = most;
  }

  /** Entries remembered. */
  public int size() {
    return size;
  }

  /** The value of a key; null when it is not remembered. */
  public @Nullable V get(K key) {
    int slot = find(key, hash(key));
    return slot < 0 ? null : value(slot);
  }

  /** Whether a key is remembered. */
  public boolean containsKey(K key) {
    return find(key, hash(key)) >= 0;
  }

  /** Keeps a value. A key that is remembered keeps its age. */
  public void put(K key, V value) {
    Objects.requireNonNull(value);
    int hash = hash(key);
    int slot = find(key, hash);
    if (slot >= 0) {
      values[slot] = value;
    } else {
      add(key, value, hash);
    }
  }

  /** Keeps a value unless the key is remembered; answers whether it did. */
  public boolean putIfAbsent(K key, V value) {
    Objects.requireNonNull(value);
    int hash = hash(key);
    boolean absent = find(key, hash) < 0;
    if (absent) {
      add(key, value, hash);
    }
    return absent;
  }

  /** Forgets a key. */
  public void remove(K key) {
    int slot = find(key, hash(key));
    if (slot >= 0) {
      forget(slot);
      skipHoles();
    }
  }

  /** Shows each entry, the oldest first. */
  public void forEach(BiConsumer<? super K, ? super V> each) {
    for (int i = 0; i < slots; i++) {
      int slot = at(i);
      if (keys[slot] != null) {
        each.accept(key(slot), value(slot));
      }
    }
  }

  /** The values, the newest first; not while something is put or forgotten. */
  public Iterable<V> newestFirst() {
    return Newest::new;
  }

  private final class Newest implements Iterator<V> {
    private int left = slots;

    @Override
    public boolean hasNext() {
      while (left > 0 && keys[at(left - 1)] == null) {
        left--;
      }
      return left > 0;
    }

    @Override
    public V next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return value(at(--left));
    }
  }

  private void add(K key, V value, int hash) {
    if (size == most) {
      forget(oldest);
      skipHoles();
    }
    if (slots == keys.length) {
      rebuild();
    }
    int slot = at(slots++);
    keys[slot] = key;
    values[slot] = value;
    hashes[slot] = hash;
    size++;
    enter(slot);
  }

  /** Takes an entry out of ring and table; the slot is a hole from now on. */
  private void forget(int slot) {
    int mask = table.length - 1;
    int place = hashes[slot] & mask;
    while (table[place] != slot + 1) {
      place = (place + 1) & mask;
    }
    // Whatever had to go past this place moves up, so that no gap hides it.
    int free = place;
    for (int next = (free + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
      int home = hashes[table[next] - 1] & mask;
      if (((next - home) & mask) >= ((next - free) & mask)) {
        table[free] = table[next];
        free = next;
      }
    }
    table[free] = 0;
    keys[slot] = null;
    values[slot] = null;
    size--;
  }

  private void skipHoles() {
    while (slots > 0 && keys[oldest] == null) {
      oldest = at(1);
      slots--;
    }
  }

  /** A ring without holes, and twice as large where it is needed. */
  private void rebuild() {
    int length = Math.max(LEAST, Math.min(size * 2, most + most / 4 + 1));
    @Nullable Object[] newKeys = new @Nullable Object[length];
    @Nullable Object[] newValues = new @Nullable Object[length];
    int[] newHashes = new int[length];
    int next = 0;
    for (int i = 0; i < slots; i++) {
      int slot = at(i);
      if (keys[slot] != null) {
        newKeys[next] = keys[slot];
        newValues[next] = values[slot];
        newHashes[next++] = hashes[slot];
      }
    }
    keys = newKeys;
    values = newValues;
    hashes = newHashes;
    oldest = 0;
    slots = next;
    int wanted = Integer.highestOneBit(length) * 4;
    if (table.length == wanted) {
      Arrays.fill(table, 0);
    } else {
      table = new int[wanted];
    }
    for (int slot = 0; slot < slots; slot++) {
      enter(slot);
    }
  }

  private void enter(int slot) {
    int mask = table.length - 1;
    int place = hashes[slot] & mask;
    while (table[place] != 0) {
      place = (place + 1) & mask;
    }
    table[place] = slot + 1;
  }

  private int find(K key, int hash) {
    int mask = table.length - 1;
    for (int place = hash & mask; table[place] != 0; place = (place + 1) & mask) {
      int slot = table[place] - 1;
      if (hashes[slot] == hash && key.equals(keys[slot])) {
        return slot;
      }
    }
    return -1;
  }

  private int at(int number) {
    int slot = oldest + number;
    return slot < keys.length ? slot : slot - keys.length;
  }

  private static int hash(Object key) {
    int hash = key.hashCode();
    return hash ^ (hash >>> 16);
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private K key(int slot) {
    return (K) Objects.requireNonNull(keys[slot]);
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private V value(int slot) {
    return (V) Objects.requireNonNull(values[slot]);
  }
}
