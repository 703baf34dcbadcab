package dev.orrery.market.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines and fields of a CSV without quotes, out of one buffer in one pass. Blanks around fields,
 * blank lines and a byte order mark are passed over. Confined to one thread.
 */
final class CsvLines implements RecordedRows {
  private static final int MAX_FIELDS = 16;
  private static final int MAX_LINE = 1 << 20;
  private static final byte BYTE_ORDER_MARK = (byte) 0xEF;
  private static final int BYTE_ORDER_MARK_LENGTH = 3;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int filled;
  private int nextLine;
  private boolean ended;

  private int line;
  private final int[] starts = new int[MAX_FIELDS];
  private final int[] ends = new int[MAX_FIELDS];
  private int fields;

  CsvLines(InputStream in) {
    this.in = in;
  }

  @Override
  public boolean next() throws IOException {
    do {
      if (!readLine()) {
        return false;
      }
    } while (fields == 1 && starts[0] == ends[0]);
    return true;
  }

  @Override
  public int line() {
    return line;
  }

  @Override
  public int fields() {
    return fields;
  }

  @Override
  public String text(int field) {
    return new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
  }

  @Override
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < Math.min(fields, MAX_FIELDS); i++) {
      texts.add(text(i));
    }
    return texts;
  }

  @Override
  public double decimal(int field) {
    return Numbers.decimal(buffer, starts[field], ends[field]);
  }

  @Override
  public long whole(int field) {
    return Numbers.whole(buffer, starts[field], ends[field]);
  }

  private boolean readLine() throws IOException {
    while (!scan()) {
      if (ended) {
        return false;
      }
      fill();
    }
    line++;
    return true;
  }

  /** Finds the fields of the next line; false when the buffer does not hold all of it. */
  private boolean scan() {
    fields = 0;
    int start = line == 0 && startsWithMark() ? BYTE_ORDER_MARK_LENGTH : nextLine;
    byte[] bytes = buffer;
    int end = filled;
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (b > ',') {
        continue;
      }
      if (b == ',') {
        field(start, i);
        start = i + 1;
      } else if (b == '\n') {
        field(start, i > start && bytes[i - 1] == '\r' ? i - 1 : i);
        nextLine = i + 1;
        return true;
      }
    }
    if (!ended || nextLine >= filled) {
      return false;
    }
    field(start, filled);
    nextLine = filled;
    return true;
  }

  private boolean startsWithMark() {
    return nextLine == 0 && filled >= BYTE_ORDER_MARK_LENGTH && buffer[0] == BYTE_ORDER_MARK;
  }

  private void field(int start, int end) {
    if (fields < MAX_FIELDS) {
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
    fields++;
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
}
