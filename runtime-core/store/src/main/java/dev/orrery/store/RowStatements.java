package dev.orrery.store;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The journal's statements for a few rows, and the one that moves the writer's mark, as a
 * connection lets the server prepare them. A batch of a tick is a row or two of many tables, and
 * what the server spends on it is mostly reading and planning the statements.
 */
final class RowStatements {
  /** So many rows and fewer are written by prepared statements. */
  static final int FEW = 4;

  private static final String MARK = "orrery_mark";

  /** What an order brings several rows of: they go in by one statement. */
  private static final Set<Table> TOGETHER =
      EnumSet.of(
          Table.ACCOUNT_JOURNAL,
          Table.ORDER_INTENTS,
          Table.ORDER_EVENTS,
          Table.FILLS,
          Table.AGENT_LOGS);

  private RowStatements() {}

  /** Has all of them prepared. */
  static String prepare() {
    StringBuilder sql = new StringBuilder(8_192);
    sql.append("prepare ")
        .append(MARK)
        .append(" (bigint, bigint, text) as update journal_position")
        .append(" set seq = $2 / (seq = $1)::int, updated_at = now() where writer = $3;\n");
    for (Table table : Table.values()) {
      for (int rows = 1; rows <= together(table); rows++) {
        sql.append("prepare ")
            .append(name(table, rows))
            .append(" as ")
            .append(TableSql.begin(table))
            .append(parameters(rows, table.width()))
            .append(TableSql.end(table, false))
            .append(";\n");
      }
    }
    return sql.toString();
  }

  /** How many rows one statement may write. */
  static int together(Table table) {
    return TOGETHER.contains(table) ? FEW : 1;
  }

  /** Begins to write so many rows: their values follow in parentheses, one row after the other. */
  static String execute(Table table, int rows) {
    return "execute " + name(table, rows);
  }

  /** Begins to move the mark: from, to and writer follow in parentheses. */
  static String mark() {
    return "execute " + MARK;
  }

  private static String name(Table table, int rows) {
    return "orrery_" + table.sqlName() + "_" + rows;
  }

  private static String parameters(int rows, int width) {
    return IntStream.range(0, rows)
        .mapToObj(row -> parametersFrom(row * width, width))
        .collect(Collectors.joining(",\n"));
  }

  private static String parametersFrom(int before, int width) {
    return IntStream.rangeClosed(before + 1, before + width)
        .mapToObj(number -> "$" + number)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
