package dev.orrery.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One column, read whole: whole numbers, doubles or texts. A missing value is no number. */
sealed interface Cells {
  long whole(int row);

  double decimal(int row);

  String text(int row);

  /** Epoch milliseconds or plain whole numbers; {@link Long#MIN_VALUE} is missing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed, never handed out
  record Wholes(long[] values) implements Cells {
    @Override
    public long whole(int row) {
      return values[row];
    }

    @Override
    public double decimal(int row) {
      return values[row] == Long.MIN_VALUE ? Double.NaN : (double) values[row];
    }

    @Override
    public String text(int row) {
      return values[row] == Long.MIN_VALUE ? "" : Long.toString(values[row]);
    }
  }

  /** Doubles; NaN is missing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed, never handed out
  record Decimals(double[] values) implements Cells {
    private static final double MAX_EXACT = 1L << 53;

    @Override
    public long whole(int row) {
      double value = values[row];
      return value == Math.rint(value) && Math.abs(value) <= MAX_EXACT
          ? (long) value
          : Long.MIN_VALUE;
    }

    @Override
    public double decimal(int row) {
      return values[row];
    }

    @Override
    public String text(int row) {
      double value = values[row];
      return Double.isNaN(value)
          ? ""
          : Double.isInfinite(value)
              ? Double.toString(value)
              : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
  }

  /** Texts; an empty one is missing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed, never handed out
  record Texts(String[] values) implements Cells {
    @Override
    public long whole(int row) {
      try {
        return Long.parseLong(values[row]);
      } catch (NumberFormatException e) {
        return Long.MIN_VALUE;
      }
    }

    @Override
    public double decimal(int row) {
      try {
        return Double.parseDouble(values[row]);
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }

    @Override
    public String text(int row) {
      return values[row];
    }
  }

  /** Whether a column holds instants: those are given in milliseconds, whatever it stores. */
  static boolean isTime(ColumnSchema schema) {
    return schema.logicalType() instanceof LogicalType.TimestampType;
  }

  /** Reads a column of so many rows. */
  static Cells read(ColumnReader reader, ColumnSchema schema, int rows) throws IOException {
    return switch (schema.type()) {
      case INT64, INT32 -> wholes(reader, schema, rows);
      case DOUBLE, FLOAT -> decimals(reader, schema, rows);
      case BYTE_ARRAY -> texts(reader, rows);
      case BOOLEAN, INT96, FIXED_LEN_BYTE_ARRAY -> new Texts(filled(rows));
    };
  }

  private static Cells wholes(ColumnReader reader, ColumnSchema schema, int rows)
      throws IOException {
    boolean wide = schema.type() == PhysicalType.INT64;
    long unit = unit(schema.logicalType());
    long[] all = new long[rows];
    int done = 0;
    while (reader.nextBatch()) {
      Validity there = reader.getLeafValidity();
      int count = reader.getRecordCount();
      long[] longs = wide ? reader.getLongs() : new long[0];
      int[] ints = wide ? new int[0] : reader.getInts();
      require(done + count, rows);
      for (int i = 0; i < count; i++) {
        long value = wide ? longs[i] : ints[i];
        all[done++] = there.isNull(i) ? Long.MIN_VALUE : Math.floorDiv(value, unit);
      }
    }
    return new Wholes(all);
  }

  private static Cells decimals(ColumnReader reader, ColumnSchema schema, int rows)
      throws IOException {
    boolean wide = schema.type() == PhysicalType.DOUBLE;
    double[] all = new double[rows];
    int done = 0;
    while (reader.nextBatch()) {
      Validity there = reader.getLeafValidity();
      int count = reader.getRecordCount();
      double[] doubles = wide ? reader.getDoubles() : new double[0];
      float[] floats = wide ? new float[0] : reader.getFloats();
      require(done + count, rows);
      for (int i = 0; i < count; i++) {
        // A float stands for its own shortest decimal, not for the double nearest to its bits.
        double value = wide ? doubles[i] : Double.parseDouble(Float.toString(floats[i]));
        all[done++] = there.isNull(i) ? Double.NaN : value;
      }
    }
    return new Decimals(all);
  }

  private static Cells texts(ColumnReader reader, int rows) throws IOException {
    String[] all = filled(rows);
    int done = 0;
    while (reader.nextBatch()) {
      int count = reader.getRecordCount();
      @Nullable String[] strings = reader.getStrings();
      require(done + count, rows);
      for (int i = 0; i < count; i++) {
        String value = strings[i];
        all[done++] = value == null ? "" : value;
      }
    }
    return new Texts(all);
  }

  private static String[] filled(int rows) {
    String[] all = new String[rows];
    Arrays.fill(all, "");
    return all;
  }

  private static void require(int read, int rows) throws IOException {
    if (read > rows) {
      throw new IOException("a column has more than the " + rows + " rows of the file");
    }
  }

  private static long unit(@Nullable LogicalType type) {
    if (!(type instanceof LogicalType.TimestampType time)) {
      return 1;
    }
    return switch (time.unit()) {
      case MILLIS -> 1;
      case MICROS -> 1_000;
      case NANOS -> 1_000_000;
    };
  }
}
