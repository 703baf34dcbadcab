package dev.orrery.database.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement with parameters by name, {@code :dep}, in the driver's form. Texts, quoted names,
 * comments and casts are left alone, and so are operators with a question mark.
 *
 * @param sql with {@code ?} for each
 * @param names in the order they come, the same one perhaps several times
 */
record NamedParameters(String sql, List<String> names) {
  NamedParameters {
    names = List.copyOf(names);
  }

  static NamedParameters of(String written) {
    StringBuilder sql = new StringBuilder(written.length());
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < written.length()) {
      int end = untouched(written, at);
      if (end > at) {
        sql.append(written, at, end);
      } else if (written.startsWith("::", at)) {
        end = at + 2;
        sql.append("::");
      } else if (written.charAt(at) == ':' && end(written, at + 1) > at + 1) {
        end = end(written, at + 1);
        names.add(written.substring(at + 1, end));
        sql.append('?');
      } else {
        end = at + 1;
        sql.append(written.charAt(at) == '?' ? "??" : written.substring(at, end));
      }
      at = end;
    }
    return new NamedParameters(sql.toString(), names);
  }

  /** The end of a text, a quoted name or a comment that begins here; here when none does. */
  private static int untouched(String written, int at) {
    char first = written.charAt(at);
    if (first == '\'' || first == '"') {
      return after(written, String.valueOf(first), at + 1);
    }
    if (written.startsWith("--", at)) {
      return after(written, "\n", at);
    }
    if (written.startsWith("/*", at)) {
      return after(written, "*/", at + 2);
    }
    if (first == '$') {
      int tag = written.indexOf('$', at + 1);
      if (tag > 0 && end(written, at + 1) == tag) {
        return after(written, written.substring(at, tag + 1), tag + 1);
      }
    }
    return at;
  }

  private static int after(String written, String mark, int from) {
    int end = written.indexOf(mark, from);
    return end < 0 ? written.length() : end + mark.length();
  }

  /** Where a name that begins here ends; a name does not begin with a digit. */
  private static int end(String written, int from) {
    int end = from;
    while (end < written.length()
        && (Character.isLetter(written.charAt(end))
            || written.charAt(end) == '_'
            || (end > from && Character.isDigit(written.charAt(end))))) {
      end++;
    }
    return end;
  }
}
