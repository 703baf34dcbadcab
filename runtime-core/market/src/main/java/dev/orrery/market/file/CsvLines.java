package dev.orrery.market.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines and fields of a CSV without quotes, out of one buffer. Blanks around fields, blank lines
 * and a byte order mark are passed over. Confined to one thread.
 */
final class CsvLines {
  private static final int MAX_FIELDS = 16;
  private static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int filled;
  private int nextLine;
  private boolean ended;

  private int lineStart;
  private int lineEnd;
  private int line;
  private final int[] starts = new int[MAX_FIELDS];
  private final int[] ends = new int[MAX_FIELDS];
  private int fields;

  CsvLines(InputStream in) {
    this.in = in;
  }

  /** Goes on to the next line that is not blank; false at the end. */
  boolean next() throws IOException {
    do {
      if (!readLine()) {
        return false;
      }
    } while (lineStart == lineEnd);
    split();
    return true;
  }

  /** Number of the line, from 1. */
  int line() {
    return line;
  }

  /** How many fields it has. */
  int fields() {
    return fields;
  }

  String text(int field) {
    return new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
  }

  /** All fields as texts. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Math.min(fields, MAX_FIELDS); i++) {
      texts.add(text(i));
    }
    return texts;
  }

  double decimal(int field) {
    return Numbers.decimal(buffer, starts[field], ends[field]);
  }

  long whole(int field) {
    return Numbers.whole(buffer, starts[field], ends[field]);
  }

  private boolean readLine() throws IOException {
    int scanned = nextLine;
    while (true) {
      for (int i = scanned; i < filled; i++) {
        if (buffer[i] == '\n') {
          return take(i, i + 1);
        }
      }
      if (ended) {
        return nextLine < filled && take(filled, filled);
      }
      scanned = filled - nextLine;
      fill();
    }
  }

  private boolean take(int end, int next) {
    lineStart = nextLine;
    lineEnd = end > lineStart && buffer[end - 1] == '\r' ? end - 1 : end;
    nextLine = next;
    line++;
    if (line == 1 && lineEnd - lineStart >= 3 && buffer[lineStart] == (byte) 0xEF) {
      lineStart += 3;
    }
    return true;
  }

  /** Moves what is left to the front and reads more behind it. */
  private void fill() throws IOException {
    System.arraycopy(buffer, nextLine, buffer, 0, filled - nextLine);
    filled -= nextLine;
    nextLine = 0;
    if (filled == buffer.length) {
      if (filled >= MAX_LINE) {
        throw new IOException("line " + (line + 1) + " is longer than " + MAX_LINE + " bytes");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      ended = true;
    } else {
      filled += read;
    }
  }

  private void split() {
    fields = 0;
    int start = lineStart;
    for (int i = lineStart; i <= lineEnd; i++) {
      if (i == lineEnd || buffer[i] == ',') {
        if (fields < MAX_FIELDS) {
          trim(start, i);
        }
        fields++;
        start = i + 1;
      }
    }
  }

  private void trim(int start, int end) {
    int first = start;
    int last = end;
    while (first < last && buffer[first] == ' ') {
      first++;
    }
    while (last > first && buffer[last - 1] == ' ') {
      last--;
    }
    starts[fields] = first;
    ends[fields] = last;
  }
}
