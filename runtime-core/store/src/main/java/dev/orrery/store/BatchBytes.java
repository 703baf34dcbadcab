package dev.orrery.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as bytes: the last number, then for each table with rows its name, their count and their
 * columns, each with its length before it and -1 for null.
 */
final class BatchBytes {
  private static final int NULL = -1;

  private BatchBytes() {}

  static byte[] write(Batch batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + batch.size() * 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(batch.lastSeq());
      for (Table table : Table.values()) {
        writeRows(out, table, batch.rows(table));
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Only the last number. */
  static long lastSeq(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return in.readLong();
    }
  }

  /**
   * The batch of these bytes.
   *
   * @throws IOException when they are of another version of this program
   */
  static Batch read(byte[] bytes) throws IOException {
    Batch batch = new Batch();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long lastSeq = in.readLong();
      while (in.available() > 0) {
        Table table = table(in.readUTF());
        int rows = in.readInt();
        int columns = in.readInt();
        if (columns != table.width()) {
          throw new IOException(table + " has " + columns + " columns in the spool");
        }
        for (int i = 0; i < rows; i++) {
          batch.add(table, readRow(in, columns));
        }
      }
      batch.reach(lastSeq);
    }
    return batch;
  }

  /** Some batches as one. */
  static Batch read(List<byte[]> frames) throws IOException {
    Batch batch = new Batch();
    for (byte[] frame : frames) {
      batch.append(read(frame));
    }
    return batch;
  }

  private static void writeRows(
      DataOutputStream out, Table table, Collection<@Nullable String[]> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.writeUTF(table.name());
    out.writeInt(rows.size());
    out.writeInt(table.width());
    for (@Nullable String[] row : rows) {
      for (String column : row) {
        if (column == null) {
          out.writeInt(NULL);
        } else {
          byte[] utf8 = column.getBytes(StandardCharsets.UTF_8);
          out.writeInt(utf8.length);
          out.write(utf8);
        }
      }
    }
  }

  private static @Nullable String[] readRow(DataInputStream in, int columns) throws IOException {
    @Nullable String[] row = new String[columns];
    for (int i = 0; i < columns; i++) {
      int length = in.readInt();
      row[i] = length == NULL ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
    return row;
  }

  private static Table table(String name) throws IOException {
    try {
      return Table.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IOException("the spool has rows of an unknown table " + name, e);
    }
  }
}
