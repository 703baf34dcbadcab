package dev.orrery.runtime.isolation;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one thread prints while it is in plugin code, line by line. A stream of the thread's own, so
 * that no lock is shared: whoever takes the lines may log them, and a log may print. Confined to
 * its thread.
 */
public final class LineStream {
  /** Longer lines are cut here: nothing of a plugin's may grow without end. */
  private static final int LONGEST = 4_000;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(80);
  private final PrintStream stream = new PrintStream(new Splitter(), false, StandardCharsets.UTF_8);

  private boolean telling;

  /** Gives whole lines, without their end, to {@code lines}. */
  public LineStream(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Where to print; null while a line is being told, so that telling may print. */
  @Nullable PrintStream stream() {
    return telling ? null : stream;
  }

  /** Tells what has no end of line yet. */
  public void finish() {
    if (line.size() > 0) {
      tell();
    }
  }

  private void take(byte piece) {
    if (piece == '\n' || line.size() == LONGEST) {
      tell();
    }
    if (piece != '\n' && piece != '\r') {
      line.write(piece);
    }
  }

  private void tell() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    telling = true;
    try {
      lines.accept(text);
    } finally {
      telling = false;
    }
  }

  private final class Splitter extends OutputStream {
    @Override
    public void write(int piece) {
      take((byte) piece);
    }

    @Override
    public void write(byte[] pieces, int from, int count) {
      for (int i = from; i < from + count; i++) {
        take(pieces[i]);
      }
    }
  }
}
