package dev.orrery.store;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON text that PostgreSQL has written, looked at in place: where its fields lie,
 * and nothing made of those that nobody asks for. Decisions that are run again are read by the
 * million; a tree for each would cost more than they do. Used again for object after object.
 * Confined to one thread.
 *
 * <p>It trusts its text: {@code jsonb} is valid and without a name twice.
 */
final class JsonSlice {
  private static final int SPAN = 4;

  private String text = "";

  /** Of each field: begin and end of its name, begin and end of its value. */
  private int[] spans = new int[16 * SPAN];

  private int count;

  /** Takes up the object that begins at a place; the place after it. */
  int object(String json, int begin) {
    text = json;
    count = 0;
    int at = begin + 1;
    while (true) {
      at = blanks(at);
      char c = json.charAt(at);
      if (c == '}') {
        return at + 1;
      }
      if (c == ',') {
        at = blanks(at + 1);
      }
      int nameEnd = stringEnd(json, at);
      int value = blanks(blanks(nameEnd) + 1);
      int end = valueEnd(json, value);
      field(at + 1, nameEnd - 1, value, end);
      at = end;
    }
  }

  /** The first element of an array that begins at a place; -1 when it is empty. */
  static int first(String json, int array) {
    return next(json, array + 1);
  }

  /** The element after the one that ends before a place; -1 when that was the last. */
  static int next(String json, int after) {
    int at = after;
    while (true) {
      char c = json.charAt(at);
      if (c == ']') {
        return -1;
      }
      if (c != ',' && c != ' ') {
        return at;
      }
      at++;
    }
  }

  /** Where a value ends that begins at a place. */
  static int valueEnd(String json, int begin) {
    char c = json.charAt(begin);
    if (c == '"') {
      return stringEnd(json, begin);
    }
    if (c == '{' || c == '[') {
      int depth = 0;
      int at = begin;
      while (true) {
        switch (json.charAt(at)) {
          case '"' -> at = stringEnd(json, at);
          case '{', '[' -> {
            depth++;
            at++;
          }
          case '}', ']' -> {
            at++;
            if (--depth == 0) {
              return at;
            }
          }
          default -> at++;
        }
      }
    }
    int at = begin;
    while (at < json.length() && ",]} ".indexOf(json.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** The text of the string that begins at a place and ends before another. */
  static String string(String json, int begin, int end) {
    int escape = json.indexOf('\\', begin, end);
    return escape < 0 ? json.substring(begin + 1, end - 1) : unescaped(json, begin + 1, end - 1);
  }

  boolean has(String name) {
    return find(name) >= 0;
  }

  /** A text, or a number as its text; null when there is none. */
  @Nullable String textOrNull(String name) {
    int found = find(name);
    if (found < 0) {
      return null;
    }
    int begin = spans[found + 2];
    int end = spans[found + 3];
    if (text.charAt(begin) == '"') {
      return string(text, begin, end);
    }
    return text.charAt(begin) == 'n' ? null : text.substring(begin, end);
  }

  /** A text; empty when there is none. */
  String text(String name) {
    String found = textOrNull(name);
    return found == null ? "" : found;
  }

  BigDecimal decimal(String name) {
    return new BigDecimal(text(name));
  }

  long number(String name, long otherwise) {
    int found = find(name);
    return found < 0 ? otherwise : Long.parseLong(text, spans[found + 2], spans[found + 3], 10);
  }

  boolean flag(String name) {
    int found = find(name);
    return found >= 0 && text.charAt(spans[found + 2]) == 't';
  }

  /** Whether a value is a text, and not a number. */
  boolean isText(String name) {
    int found = find(name);
    return found >= 0 && text.charAt(spans[found + 2]) == '"';
  }

  /** Where the value of a field begins; -1 when there is none. */
  int place(String name) {
    int found = find(name);
    return found < 0 ? -1 : spans[found + 2];
  }

  /** How many fields there are. */
  int size() {
    return count;
  }

  /** The name of a field. */
  String name(int field) {
    return string(text, spans[field * SPAN] - 1, spans[field * SPAN + 1] + 1);
  }

  private int find(String name) {
    int length = name.length();
    for (int i = 0; i < count * SPAN; i += SPAN) {
      if (spans[i + 1] - spans[i] == length && text.startsWith(name, spans[i])) {
        return i;
      }
    }
    return -1;
  }

  private void field(int nameBegin, int nameEnd, int begin, int end) {
    int at = count * SPAN;
    if (at == spans.length) {
      spans = Arrays.copyOf(spans, spans.length * 2);
    }
    spans[at] = nameBegin;
    spans[at + 1] = nameEnd;
    spans[at + 2] = begin;
    spans[at + 3] = end;
    count++;
  }

  private int blanks(int begin) {
    int at = begin;
    while (text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private static int stringEnd(String json, int begin) {
    int at = begin + 1;
    while (true) {
      int quote = json.indexOf('"', at);
      int backslashes = 0;
      while (json.charAt(quote - 1 - backslashes) == '\\') {
        backslashes++;
      }
      if (backslashes % 2 == 0) {
        return quote + 1;
      }
      at = quote + 1;
    }
  }

  private static String unescaped(String json, int begin, int end) {
    StringBuilder plain = new StringBuilder(end - begin);
    int at = begin;
    while (at < end) {
      char c = json.charAt(at++);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escaped = json.charAt(at++);
      switch (escaped) {
        case 'n' -> plain.append('\n');
        case 't' -> plain.append('\t');
        case 'r' -> plain.append('\r');
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'u' -> {
          plain.append((char) Integer.parseInt(json, at, at + 4, 16));
          at += 4;
        }
        default -> plain.append(escaped);
      }
    }
    return plain.toString();
  }
}
