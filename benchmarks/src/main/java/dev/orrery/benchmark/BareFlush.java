package dev.orrery.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the disk itself takes to make a page durable: 8 kB written over and over into a file that
 * has its size already, as a write-ahead log is, each followed by a flush. No database acknowledges
 * a commit sooner.
 */
final class BareFlush {
  private static final int PAGE = 8 << 10;
  private static final int PAGES = 256;

  private BareFlush() {}

  /** Nanoseconds of a write and its flush, one for each. */
  static long[] sample(Path file, int count) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
      for (int i = 0; i < PAGES; i++) {
        write(channel, page, i);
      }
      channel.force(true);
      long[] nanos = new long[count];
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        write(channel, page, i % PAGES);
        channel.force(false);
        nanos[i] = System.nanoTime() - begin;
      }
      return nanos;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void write(FileChannel channel, ByteBuffer page, int number) throws IOException {
    page.clear();
    while (page.hasRemaining()) {
      channel.write(page, (long) number * PAGE + page.position());
    }
  }
}
