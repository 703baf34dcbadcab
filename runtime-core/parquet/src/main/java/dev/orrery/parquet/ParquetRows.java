package dev.orrery.parquet;

import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnSchema;
import dev.orrery.market.file.RecordedRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Flat columns as rows, the names first. A column of instants that comes first is called {@code
 * time_ms}, because that is what is given of it. Confined to one thread.
 */
final class ParquetRows implements RecordedRows {
  private static final int NAMES = -1;

  private final List<String> names;
  private final List<Cells> columns;
  private final int rows;
  private int row = NAMES - 1;

  private ParquetRows(List<String> names, List<Cells> columns, int rows) {
    this.names = names;
    this.columns = columns;
    this.rows = rows;
  }

  static ParquetRows read(ParquetFileReader reader) throws IOException {
    int rows = Math.toIntExact(reader.getFileMetaData().numRows());
    List<String> names = new ArrayList<>();
    List<Cells> columns = new ArrayList<>();
    if (!reader.getFileSchema().isFlatSchema()) {
      throw new IOException("its columns are nested");
    }
    for (ColumnSchema schema : reader.getFileSchema().getColumns()) {
      names.add(names.isEmpty() && Cells.isTime(schema) ? "time_ms" : schema.name());
      try (ColumnReader column = reader.columnReader(schema.columnIndex())) {
        columns.add(Cells.read(column, schema, rows));
      }
    }
    return new ParquetRows(names, columns, rows);
  }

  @Override
  public boolean next() {
    return ++row < rows && !columns.isEmpty();
  }

  @Override
  public int line() {
    return row + 1;
  }

  @Override
  public int fields() {
    return columns.size();
  }

  @Override
  public String text(int field) {
    return row == NAMES ? names.get(field) : columns.get(field).text(row);
  }

  @Override
  public List<String> texts() {
    return IntStream.range(0, fields()).mapToObj(this::text).toList();
  }

  @Override
  public double decimal(int field) {
    return row == NAMES ? Double.NaN : columns.get(field).decimal(row);
  }

  @Override
  public long whole(int field) {
    return row == NAMES ? Long.MIN_VALUE : columns.get(field).whole(row);
  }
}
