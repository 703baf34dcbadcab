package dev.orrery.cli.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A text that grows by whole lines, and goes on where it ended whatever ended its writer: lines are
 * written at once and synced, and half a line at the end is cut off. Confined to one thread.
 */
final class LineFile implements AutoCloseable {
  private static final int LONGEST_LINE = 1_024;

  private final FileChannel file;
  private final String header;

  private LineFile(FileChannel file, String header) {
    this.file = file;
    this.header = header;
  }

  /** Opens or makes it. */
  static LineFile open(Path path, String header) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new LineFile(channel, header);
  }

  /**
   * The last whole line there is, with half a one behind it cut off; empty when the file is empty,
   * or has its header only, which is there afterwards.
   *
   * @throws IOException when the file is another
   */
  String last() throws IOException {
    long size = file.size();
    if (size > 0 && !header.equals(first())) {
      throw new IOException("it does not begin with " + header);
    }
    int length = (int) Math.min(size, LONGEST_LINE);
    ByteBuffer tail = ByteBuffer.allocate(length);
    file.read(tail, size - length);
    String text = new String(tail.array(), StandardCharsets.US_ASCII);
    int end = text.lastIndexOf('\n') + 1;
    file.truncate(size - length + end);
    file.position(file.size());
    if (file.size() == 0) {
      add(List.of(header));
      return "";
    }
    String whole = text.substring(0, end - 1);
    String line = whole.substring(whole.lastIndexOf('\n') + 1);
    return line.equals(header) ? "" : line;
  }

  private String first() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(LONGEST_LINE);
    int read = file.read(head, 0);
    String text = new String(head.array(), 0, Math.max(0, read), StandardCharsets.US_ASCII);
    int end = text.indexOf('\n');
    // A header that was cut off in the middle is begun anew.
    return end < 0 && header.startsWith(text) ? header : text.substring(0, Math.max(0, end));
  }

  void add(List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.wrap(text);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
