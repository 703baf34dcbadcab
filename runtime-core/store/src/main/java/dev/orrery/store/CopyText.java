package dev.orrery.store;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of COPY. */
final class CopyText {
  private CopyText() {}

  static String command(Table table) {
    return "copy " + table.sqlName() + " (" + table.columns() + ") from stdin";
  }

  static byte[] of(Collection<@Nullable String[]> rows) {
    StringBuilder text = new StringBuilder(rows.size() * 256);
    for (@Nullable String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        if (i > 0) {
          text.append('\t');
        }
        append(row[i], text);
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(@Nullable String column, StringBuilder text) {
    if (column == null) {
      text.append("\\N");
      return;
    }
    int plain = 0;
    for (int i = 0; i < column.length(); i++) {
      char escape =
          switch (column.charAt(i)) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
          };
      if (escape != 0) {
        text.append(column, plain, i).append('\\').append(escape);
        plain = i + 1;
      }
    }
    text.append(column, plain, column.length());
  }
}
