package dev.orrery.store;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a batch as SQL with the values in it: many small statements that travel together cost one
 * round trip. Confined to one thread; needs {@code standard_conforming_strings}.
 */
final class SqlText {
  /** Rows in one statement. */
  private static final int CHUNK = 1_000;

  private final StringBuilder sql = new StringBuilder(4_096);
  private final boolean lenient;
  private final boolean prepared;

  /**
   * Begins.
   *
   * @param lenient whether rows that are there already are left as they are, instead of refused
   * @param prepared whether the connection has the {@link RowStatements}; they are never lenient
   */
  SqlText(boolean lenient, boolean prepared) {
    this.lenient = lenient;
    this.prepared = prepared && !lenient;
  }

  boolean isEmpty() {
    return sql.isEmpty();
  }

  /** The statements so far; begins anew. */
  String take() {
    String text = sql.toString();
    sql.setLength(0);
    return text;
  }

  /**
   * Moves the writer's mark: the first statement of a transaction. It fails with a division by zero
   * when the mark is not where the writer believes it, after waiting for a transaction under way
   * that may be moving it.
   */
  void mark(String writer, long from, long to) {
    if (prepared) {
      sql.append(RowStatements.mark()).append('(').append(from).append(',').append(to).append(',');
      literal(writer);
      sql.append(");\n");
      return;
    }
    sql.append("update journal_position set seq = ").append(to);
    sql.append(" / (seq = ").append(from).append(")::int, updated_at = now() where writer = ");
    literal(writer);
    sql.append(";\n");
  }

  /**
   * Fails with {@link Tenure#LOST} unless the lease is still of this epoch; until the transaction
   * ends nobody else can take it.
   */
  void hold(Tenure tenure) {
    sql.append("select ln(count(*)) from (select 1 from deployment_leases where resource = ");
    literal(tenure.resource());
    sql.append(" and epoch = ").append(tenure.epoch()).append(" for share) held;\n");
  }

  void rows(Table table, Collection<@Nullable String[]> rows) {
    if (prepared && rows.size() <= RowStatements.FEW) {
      calls(table, rows);
      return;
    }
    int count = 0;
    for (@Nullable String[] row : rows) {
      if (count % CHUNK != 0) {
        sql.append(",\n");
      } else {
        if (count > 0) {
          end(table);
        }
        sql.append(TableSql.begin(table));
      }
      values(row);
      count++;
    }
    if (count > 0) {
      end(table);
    }
  }

  private void calls(Table table, Collection<@Nullable String[]> rows) {
    int left = rows.size();
    int open = 0;
    for (@Nullable String[] row : rows) {
      if (open == 0) {
        open = Math.min(left, RowStatements.together(table));
        left -= open;
        sql.append(RowStatements.execute(table, open));
        sql.append('(');
      }
      columns(row);
      open--;
      sql.append(open == 0 ? ");\n" : ",");
    }
  }

  /** Takes keys away. */
  void deleteState(Collection<@Nullable String[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    sql.append("delete from strategy_state where (deployment_id, strategy, key) in (");
    boolean first = true;
    for (@Nullable String[] row : rows) {
      if (!first) {
        sql.append(",\n");
      }
      first = false;
      values(new @Nullable String[] {row[0], row[1], row[2]});
    }
    sql.append(");\n");
  }

  private void end(Table table) {
    sql.append(TableSql.end(table, lenient)).append(";\n");
  }

  private void values(@Nullable String[] row) {
    sql.append('(');
    columns(row);
    sql.append(')');
  }

  private void columns(@Nullable String[] row) {
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        sql.append(',');
      }
      String column = row[i];
      if (column == null) {
        sql.append("null");
      } else {
        literal(column);
      }
    }
  }

  private void literal(String text) {
    sql.append('\'');
    if (text.indexOf('\'') < 0) {
      sql.append(text);
    } else {
      sql.append(text.replace("'", "''"));
    }
    sql.append('\'');
  }
}
