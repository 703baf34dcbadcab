package dev.orrery.cli.db;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.print.TextTable;
import dev.orrery.database.sql.SqlAnswer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers to statements: as a table, as CSV, or as JSON. */
public final class AnswerText {
  private AnswerText() {}

  /** Under their names, numbers to the right. */
  public static void table(Console console, SqlAnswer answer) {
    if (answer.columns().isEmpty()) {
      console.out().println(changed(answer));
      return;
    }
    TextTable table = new TextTable(console.ink());
    for (SqlAnswer.Column column : answer.columns()) {
      if (column.isNumber()) {
        table.numbers(column.name());
      } else {
        table.words(column.name());
      }
    }
    for (List<@Nullable String> row : answer.rows()) {
      table.row();
      row.forEach(value -> table.cell(value == null ? "" : value));
    }
    table.lines(console.room()).forEach(console.out()::println);
  }

  /** As RFC 4180 has it; null is nothing, an empty text is quoted. */
  public static void csv(Console console, SqlAnswer answer) {
    if (answer.columns().isEmpty()) {
      console.err().println(changed(answer));
      return;
    }
    line(console, answer.columns().stream().map(SqlAnswer.Column::name).toList());
    answer.rows().forEach(row -> line(console, row));
  }

  private static void line(Console console, List<? extends @Nullable String> values) {
    console
        .out()
        .print(values.stream().map(AnswerText::quoted).collect(Collectors.joining(",")) + "\r\n");
  }

  private static String quoted(@Nullable String value) {
    if (value == null) {
      return "";
    }
    boolean plain =
        !value.isEmpty() && value.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  /** An object for each row; numbers, booleans and JSON as such, all else as text. */
  public static Object json(SqlAnswer answer) {
    if (answer.columns().isEmpty()) {
      return Map.of("changed", answer.changed());
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable String> row : answer.rows()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      for (int column = 0; column < row.size(); column++) {
        SqlAnswer.Column about = answer.columns().get(column);
        fields.put(about.name(), value(about, row.get(column)));
      }
      rows.add(fields);
    }
    return rows;
  }

  private static @Nullable Object value(SqlAnswer.Column column, @Nullable String text) {
    if (text == null) {
      return null;
    }
    if (column.isBoolean()) {
      return text.equals("t");
    }
    if (column.isJson()) {
      return JsonText.read(text);
    }
    boolean finite = column.isNumber() && Character.isDigit(text.charAt(text.length() - 1));
    return finite ? new BigDecimal(text) : text;
  }

  private static String changed(SqlAnswer answer) {
    return answer.changed() + (answer.changed() == 1 ? " row changed" : " rows changed");
  }
}
