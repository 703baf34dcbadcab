package dev.orrery.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whole groups as rows of tables: what one transaction writes, or one frame of the spool holds. A
 * row is the texts of its columns. Confined to one thread.
 */
final class Batch {
  private final Map<Table, List<@Nullable String[]>> added = new EnumMap<>(Table.class);
  private final Map<Table, Map<String, @Nullable String[]>> keyed = new EnumMap<>(Table.class);
  private long lastSeq;
  private int size;

  /** The number of the last entry in it. */
  long lastSeq() {
    return lastSeq;
  }

  void reach(long seq) {
    lastSeq = seq;
  }

  /** How many rows there are. */
  int size() {
    return size;
  }

  /** Adds a row; what it means for an earlier one with its key is the table's. */
  void add(Table table, @Nullable String... row) {
    if (row.length != table.width()) {
      throw new IllegalArgumentException(
          table + " has " + table.width() + " columns, not " + row.length);
    }
    if (table.way() == Table.Way.ADD) {
      added.computeIfAbsent(table, _ -> new ArrayList<>()).add(row);
      size++;
      return;
    }
    Map<String, @Nullable String[]> rows = keyed.computeIfAbsent(table, _ -> new LinkedHashMap<>());
    String key = key(table, row);
    @Nullable String[] before = rows.remove(key);
    rows.put(key, before == null ? row : merged(table, before, row));
    if (before == null) {
      size++;
    }
  }

  /** The rows of a table, in order. */
  Collection<@Nullable String[]> rows(Table table) {
    Map<String, @Nullable String[]> byKey = keyed.get(table);
    return byKey != null ? byKey.values() : added.getOrDefault(table, List.of());
  }

  /** Adds everything of a later batch. */
  void append(Batch later) {
    for (Table table : Table.values()) {
      for (@Nullable String[] row : later.rows(table)) {
        add(table, row);
      }
    }
    lastSeq = later.lastSeq;
  }

  /** Leaves of each firing only one, and none of those that are known. */
  Batch withoutFirings(Set<String> known) {
    Batch rest = new Batch();
    rest.lastSeq = lastSeq;
    for (Table table : Table.values()) {
      boolean byFiring = table == Table.FIRINGS || table == Table.DECISION_SNAPSHOTS;
      Set<String> seen = new HashSet<>(known);
      for (@Nullable String[] row : rows(table)) {
        if (!byFiring || seen.add(String.valueOf(row[0]))) {
          rest.add(table, row);
        }
      }
    }
    return rest;
  }

  private static String key(Table table, @Nullable String[] row) {
    return table.keyColumns() == 1
        ? String.valueOf(row[0])
        : String.join("\0", Arrays.asList(row).subList(0, table.keyColumns()));
  }

  private static @Nullable String[] merged(
      Table table, @Nullable String[] before, @Nullable String[] row) {
    return switch (table.way()) {
      case ADD, LAST -> row;
      case ADD_IF_NEW -> before;
      case LATEST -> instant(before).isAfter(instant(row)) ? before : row;
      case SUM -> sum(table.keyColumns(), before, row);
    };
  }

  private static Instant instant(@Nullable String[] row) {
    return Instant.parse(String.valueOf(row[row.length - 1]));
  }

  private static @Nullable String[] sum(
      int from, @Nullable String[] before, @Nullable String[] row) {
    @Nullable String[] sum = row.clone();
    for (int i = from; i < row.length; i++) {
      BigDecimal value = new BigDecimal(String.valueOf(before[i]));
      sum[i] = value.add(new BigDecimal(String.valueOf(row[i]))).toPlainString();
    }
    return sum;
  }
}
