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
 * a ring, and neither the oldest key nor its value is looked at. Nor is its place in the table: it
 * stays taken, by an entry that no key equals, until the table is made anew.
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

  /**
   * Hash code and slot plus one, at the first free place from the hash code's on; 0 is free. Both
   * in one number: a place that is looked at costs one look into memory.
   */
  private long[] table = new long[2 * LEAST];

  /** Places that are taken, those of entries that are gone among them. */
  private int taken;

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
    if (taken >= table.length / 4 * 3) {
      enterAll();
    }
    int slot = at(slots++);
    keys[slot] = key;
    values[slot] = value;
    hashes[slot] = hash;
    size++;
    enter(slot);
  }

  /** The slot is a hole from now on. */
  private void forget(int slot) {
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
    enterAll();
  }

  /** A table of those that are there: mostly empty, so that there is time until the next one. */
  private void enterAll() {
    int wanted = Math.max(2 * LEAST, Math.min(most, keys.length) / 3 * 5);
    int length = Integer.highestOneBit(wanted - 1) * 2;
    if (table.length == length) {
      Arrays.fill(table, 0);
    } else {
      table = new long[length];
    }
    taken = 0;
    for (int i = 0; i < slots; i++) {
      int slot = at(i);
      if (keys[slot] != null) {
        enter(slot);
      }
    }
  }

  private void enter(int slot) {
    int hash = hashes[slot];
    int mask = table.length - 1;
    int place = hash & mask;
    while (table[place] != 0) {
      place = (place + 1) & mask;
    }
    table[place] = ((long) hash << Integer.SIZE) | (slot + 1);
    taken++;
  }

  private int find(K key, int hash) {
    long[] places = table;
    int mask = places.length - 1;
    for (int place = hash & mask; places[place] != 0; place = (place + 1) & mask) {
      if ((int) (places[place] >>> Integer.SIZE) == hash) {
        int slot = (int) places[place] - 1;
        if (key.equals(keys[slot])) {
          return slot;
        }
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
