package dev.orrery.parquet;

import dev.orrery.market.file.RecordedSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes Parquet: a column of 64-bit times and columns of doubles, required, plain, uncompressed,
 * in groups of rows of one page a column. Every reader knows that much. Whole or not at all: a file
 * beside it takes its place at the end. Confined to one thread.
 */
final class ParquetSink implements RecordedSink {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROWS_A_GROUP = 131_072;
  private static final int INT64 = 2;
  private static final int DOUBLE = 5;
  private static final int REQUIRED = 0;
  private static final int PLAIN = 0;
  private static final int RLE = 3;
  private static final int UNCOMPRESSED = 0;
  private static final int DATA_PAGE = 0;

  private final Path file;
  private final Path part;
  private final List<String> names;
  private final FileChannel out;
  private final List<Group> groups = new ArrayList<>();
  private final List<ByteBuffer> columns = new ArrayList<>();
  private int rows;
  private long total;

  ParquetSink(Path file, List<String> names) throws IOException {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.names = List.copyOf(names);
    for (int i = 0; i < names.size(); i++) {
      columns.add(ByteBuffer.allocate(ROWS_A_GROUP * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN));
    }
    this.out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    write(ByteBuffer.wrap(MAGIC));
  }

  /** Where a column of a group lies. */
  private record Chunk(long offset, long size) {}

  private record Group(int rows, List<Chunk> chunks) {}

  @Override
  public void row(long time, double[] numbers) throws IOException {
    columns.getFirst().putLong(time);
    for (int i = 0; i < numbers.length; i++) {
      columns.get(i + 1).putDouble(numbers[i]);
    }
    if (++rows == ROWS_A_GROUP) {
      flush();
    }
  }

  private void flush() throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    for (ByteBuffer column : columns) {
      int size = column.position();
      Thrift page = new Thrift();
      page.number(1, DATA_PAGE).number(2, size).number(3, size);
      page.struct(5).number(1, rows).number(2, PLAIN).number(3, RLE).number(4, RLE).end();
      byte[] header = page.end().bytes();
      chunks.add(new Chunk(out.position(), (long) header.length + size));
      write(ByteBuffer.wrap(header));
      write(column.flip());
      column.clear();
    }
    groups.add(new Group(rows, chunks));
    total += rows;
    rows = 0;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      if (rows > 0) {
        flush();
      }
      byte[] footer = footer();
      write(ByteBuffer.wrap(footer));
      ByteBuffer end = ByteBuffer.allocate(Integer.BYTES + MAGIC.length);
      write(end.order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).put(MAGIC).flip());
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private byte[] footer() {
    Thrift footer = new Thrift().number(1, 1);
    footer.structs(2, names.size() + 1);
    footer.element().text(4, "rows").number(5, names.size()).end();
    for (int i = 0; i < names.size(); i++) {
      footer.element().number(1, type(i)).number(3, REQUIRED).text(4, names.get(i)).end();
    }
    footer.number(3, total).structs(4, groups.size());
    groups.forEach(group -> describe(footer, group));
    return footer.text(6, "orrery").end().bytes();
  }

  private void describe(Thrift footer, Group group) {
    footer.element().structs(1, names.size());
    long size = 0;
    for (int i = 0; i < names.size(); i++) {
      Chunk chunk = group.chunks().get(i);
      size += chunk.size();
      footer.element().number(2, chunk.offset()).struct(3);
      footer.number(1, type(i)).numbers(2, PLAIN, RLE).texts(3, names.get(i));
      footer.number(4, UNCOMPRESSED).number(5, (long) group.rows());
      footer.number(6, chunk.size()).number(7, chunk.size()).number(9, chunk.offset());
      footer.end().end();
    }
    footer.number(2, size).number(3, (long) group.rows()).end();
  }

  private static int type(int column) {
    return column == 0 ? INT64 : DOUBLE;
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
