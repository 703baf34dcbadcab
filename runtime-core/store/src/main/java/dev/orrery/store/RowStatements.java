package dev.orrery.store;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The journal's statements for one row, and the one that moves the writer's mark, as a connection
 * lets the server prepare them. A batch of a tick is a row or two of many tables, and what the
 * server spends on it is mostly reading and planning the statements.
 */
final class RowStatements {
  /** So many rows and fewer are written one by one. */
  static final int FEW = 4;

  private static final String MARK = "orrery_mark";

  private RowStatements() {}

  /** Has all of them prepared. */
  static String prepare() {
    StringBuilder sql = new StringBuilder(8_192);
    sql.append("prepare ")
        .append(MARK)
        .append(" (bigint, bigint, text) as update journal_position")
        .append(" set seq = $2 / (seq = $1)::int, updated_at = now() where writer = $3;\n");
    for (Table table : Table.values()) {
      sql.append("prepare ")
          .append(name(table))
          .append(" as ")
          .append(TableSql.begin(table))
          .append(parameters(table.width()))
          .append(TableSql.end(table, false))
          .append(";\n");
    }
    return sql.toString();
  }

  /** Begins to write a row: its values follow in parentheses. */
  static String execute(Table table) {
    return "execute " + name(table);
  }

  /** Begins to move the mark: from, to and writer follow in parentheses. */
  static String mark() {
    return "execute " + MARK;
  }

  private static String name(Table table) {
    return "orrery_" + table.name().toLowerCase(Locale.ROOT);
  }

  private static String parameters(int width) {
    return IntStream.rangeClosed(1, width)
        .mapToObj(number -> "$" + number)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
