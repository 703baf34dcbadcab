package dev.orrery.database.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement brought.
 *
 * @param columns empty when it brings no rows
 * @param rows texts as the server writes them, null for null
 * @param changed how many rows it changed; -1 when it brings rows
 */
public record SqlAnswer(List<Column> columns, List<List<@Nullable String>> rows, long changed) {
  /** Copies. */
  public SqlAnswer {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /**
   * A column.
   *
   * @param type as the server calls it, such as {@code timestamptz}
   */
  public record Column(String name, String type) {
    /** Whether its values are numbers. */
    public boolean isNumber() {
      return switch (type) {
        case "int2", "int4", "int8", "numeric", "float4", "float8", "oid" -> true;
        default -> false;
      };
    }

    /** Whether its values are JSON. */
    public boolean isJson() {
      return type.equals("json") || type.equals("jsonb");
    }

    /** Whether its values are true and false. */
    public boolean isBoolean() {
      return type.equals("bool");
    }
  }
}
