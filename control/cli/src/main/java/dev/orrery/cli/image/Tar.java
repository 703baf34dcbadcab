package dev.orrery.cli.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/**
 * A tar in the format of POSIX (ustar), in which all there is has one time and belongs to root.
 * What goes in comes out in the same bytes each time. Confined to one thread.
 */
final class Tar implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int PREFIX = 155;

  private final OutputStream out;
  private final long seconds;

  Tar(OutputStream out, Instant time) {
    this.out = out;
    this.seconds = time.getEpochSecond();
  }

  void folder(String name, int mode) throws IOException {
    header(name + "/", mode, 0, '5', "");
  }

  void link(String name, String target) throws IOException {
    header(name, 0777, 0, '2', target);
  }

  void file(String name, int mode, byte[] content) throws IOException {
    header(name, mode, content.length, '0', "");
    out.write(content);
    pad(content.length);
  }

  void file(String name, int mode, Path content) throws IOException {
    long size = Files.size(content);
    header(name, mode, size, '0', "");
    try (InputStream in = Files.newInputStream(content)) {
      long copied = in.transferTo(out);
      if (copied != size) {
        throw new IOException(content + " changed while it was read");
      }
    }
    pad(size);
  }

  /** Two empty blocks are the end. */
  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.close();
  }

  private void header(String name, int mode, long size, char type, String link) throws IOException {
    byte[] block = new byte[BLOCK];
    int cut = cut(name);
    put(block, 0, NAME, name.substring(cut == 0 ? 0 : cut + 1));
    put(block, 100, 8, octal(mode, 7));
    put(block, 108, 8, octal(0, 7));
    put(block, 116, 8, octal(0, 7));
    put(block, 124, 12, octal(size, 11));
    put(block, 136, 12, octal(seconds, 11));
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) type;
    put(block, 157, NAME, link);
    put(block, 257, 8, "ustar\00000");
    put(block, 345, PREFIX, name.substring(0, cut));
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    put(block, 148, 8, octal(sum, 6) + "\0 ");
    out.write(block);
  }

  /** Where a long name is split in two, at a slash. */
  private static int cut(String name) throws IOException {
    if (name.length() <= NAME) {
      return 0;
    }
    int cut = name.lastIndexOf('/', Math.min(PREFIX, name.length() - 2));
    if (cut <= 0 || name.length() - cut - 1 > NAME) {
      throw new IOException("too long a name for a tar: " + name);
    }
    return cut;
  }

  private static void put(byte[] block, int at, int most, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > most) {
      throw new IOException("too long for a tar: " + text);
    }
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static String octal(long value, int digits) {
    String text = Long.toOctalString(value);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  private void pad(long size) throws IOException {
    out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }
}
