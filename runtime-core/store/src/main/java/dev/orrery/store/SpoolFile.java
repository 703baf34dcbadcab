package dev.orrery.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Batches on disk, in order, while the database is gone. The file begins with its writer's name;
 * then frames: length, CRC-32C, bytes. A frame is on disk when {@link #append} returns; one that a
 * crash cut short was acknowledged to nobody and is cut off. Confined to one thread.
 */
final class SpoolFile implements AutoCloseable {
  static final String NAME = "journal.spool";

  private static final byte[] MAGIC = "orrery.spool.1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int FRAME_HEADER = Integer.BYTES * 2;
  private static final int MAX_WRITER = 255;

  private final Path path;
  private final FileChannel channel;
  private final String writer;
  private final long first;
  private final long maxBytes;
  private long read;
  private long end;

  private SpoolFile(Path path, FileChannel channel, String writer, long first, long maxBytes)
      throws IOException {
    this.path = path;
    this.channel = channel;
    this.writer = writer;
    this.first = first;
    this.maxBytes = maxBytes;
    this.read = first;
    this.end = soundEnd();
  }

  /** A new file for a writer; there is none in the folder. */
  static SpoolFile create(Path folder, String writer, long maxBytes) throws IOException {
    Files.createDirectories(folder);
    Path path = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    byte[] name = writer.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 1 + name.length);
    header.put(MAGIC).put((byte) name.length).put(name).flip();
    writeFully(channel, header, 0);
    channel.force(true);
    syncFolder(folder);
    return new SpoolFile(path, channel, writer, header.limit(), maxBytes);
  }

  /**
   * The file a former writer left; null without one.
   *
   * @throws IOException when it is none of ours, or damaged before its end
   */
  static @Nullable SpoolFile find(Path folder, long maxBytes) throws IOException {
    Path path = folder.resolve(NAME);
    if (!Files.exists(path)) {
      return null;
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 1 + MAX_WRITER);
      int length = Math.max(0, channel.read(header, 0));
      if (length <= MAGIC.length || length < MAGIC.length + 1 + (header.get(MAGIC.length) & 0xff)) {
        // A crash while it was made: there is nothing in it.
        channel.close();
        Files.delete(path);
        return null;
      }
      byte[] magic = new byte[MAGIC.length];
      header.get(0, magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new IOException("it does not begin like a spool of this version");
      }
      int nameLength = header.get(MAGIC.length) & 0xff;
      String writer =
          new String(header.array(), MAGIC.length + 1, nameLength, StandardCharsets.UTF_8);
      return new SpoolFile(path, channel, writer, MAGIC.length + 1L + nameLength, maxBytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Since when a spool holds what the database does not know, judged by its length and without
   * opening it: whoever has it goes on writing. Empty when it holds nothing.
   */
  static Optional<Instant> writtenAt(Path folder) {
    Path path = folder.resolve(NAME);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer length = ByteBuffer.allocate(1);
      boolean headed = channel.read(length, MAGIC.length) == 1;
      long first = MAGIC.length + 1L + (length.get(0) & 0xff);
      return headed && channel.size() > first
          ? Optional.of(Files.getLastModifiedTime(path).toInstant())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // none there, or gone meanwhile
    }
  }

  /** Whose batches these are. */
  String writer() {
    return writer;
  }

  boolean isEmpty() {
    return read == end;
  }

  /** Bytes not drained. */
  long size() {
    return end - read;
  }

  /**
   * Adds a frame; durable when it returns.
   *
   * @throws IOException when it cannot be written, or there is no room; then nothing was added
   */
  void append(byte[] bytes) throws IOException {
    if (end + FRAME_HEADER + bytes.length > maxBytes) {
      throw new IOException("the spool " + path + " has reached " + maxBytes + " bytes");
    }
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + bytes.length);
    frame.putInt(bytes.length).putInt(crc(bytes)).put(bytes).flip();
    try {
      writeFully(channel, frame, end);
      channel.force(false);
    } catch (IOException | OutOfMemoryError e) {
      cutTo(end, e);
      throw e;
    }
    end += frame.limit();
  }

  /** The oldest frames, at least one, together some {@code bytes}; not {@link #isEmpty}. */
  List<byte[]> peek(int bytes) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    long at = read;
    do {
      byte[] frame = frameAt(at);
      frames.add(frame);
      at += FRAME_HEADER + frame.length;
    } while (at < end && at - read < bytes);
    return frames;
  }

  /** The oldest frames are in the database; with the last one the file is as new. */
  void remove(List<byte[]> frames) throws IOException {
    for (byte[] frame : frames) {
      read += FRAME_HEADER + frame.length;
    }
    if (read == end) {
      channel.truncate(first);
      read = first;
      end = first;
    }
  }

  /** Closes it and takes it away, for certain; it is empty. */
  void delete() throws IOException {
    if (!isEmpty()) {
      throw new IllegalStateException("the spool is not drained");
    }
    channel.close();
    Files.delete(path);
    syncFolder(path.resolveSibling("."));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void cutTo(long length, Throwable because) {
    try {
      channel.truncate(length);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** Where the last whole frame ends; what a crash left behind it is cut off. */
  private long soundEnd() throws IOException {
    long size = channel.size();
    long at = first;
    while (at + FRAME_HEADER <= size) {
      long next = at + FRAME_HEADER + length(at);
      if (next < at + FRAME_HEADER || next > size) {
        break;
      }
      try {
        frameAt(at);
      } catch (IOException e) {
        if (next == size) {
          break;
        }
        throw e;
      }
      at = next;
    }
    if (at < size) {
      channel.truncate(at);
      channel.force(false);
    }
    return at;
  }

  private byte[] frameAt(long at) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER);
    readFully(header, at);
    byte[] bytes = new byte[header.getInt(0)];
    readFully(ByteBuffer.wrap(bytes), at + FRAME_HEADER);
    if (crc(bytes) != header.getInt(Integer.BYTES)) {
      throw new IOException("it is damaged at byte " + at);
    }
    return bytes;
  }

  private int length(long at) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    readFully(length, at);
    return length.getInt(0);
  }

  private void readFully(ByteBuffer buffer, long at) throws IOException {
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at + buffer.position());
      if (count < 0) {
        throw new EOFException("the spool ends at byte " + (at + buffer.position()));
      }
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer, long at)
      throws IOException {
    long position = at;
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
