package dev.orrery.runtime.isolation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream that passes each call on to another, chosen by the thread that makes it. Nothing of its
 * own is locked meanwhile, and it inherits no buffer that threads would share: every method is
 * passed on whole. Thread-safe as far as the others are.
 */
@SuppressWarnings("AnnotateFormatMethod") // formats are the callers', who are checked
final class RoutedStream extends PrintStream {
  private final PrintStream usual;
  private final Supplier<@Nullable PrintStream> route;

  /**
   * Passes on.
   *
   * @param route where the calling thread's output goes; null for as usual
   */
  RoutedStream(PrintStream usual, Supplier<@Nullable PrintStream> route) {
    super(new Bytes(usual, route), false, usual.charset());
    this.usual = usual;
    this.route = route;
  }

  private PrintStream to() {
    PrintStream routed = route.get();
    return routed == null ? usual : routed;
  }

  @Override
  public void flush() {
    to().flush();
  }

  /** Plugin code closes nothing that others print to. */
  @Override
  public void close() {
    if (route.get() == null) {
      usual.close();
    }
  }

  @Override
  public boolean checkError() {
    return to().checkError();
  }

  @Override
  public void write(int b) {
    to().write(b);
  }

  @Override
  public void write(byte[] buf) throws IOException {
    to().write(buf);
  }

  @Override
  public void write(byte[] buf, int off, int len) {
    to().write(buf, off, len);
  }

  @Override
  public void writeBytes(byte[] buf) {
    to().writeBytes(buf);
  }

  @Override
  public void print(boolean b) {
    to().print(b);
  }

  @Override
  public void print(char c) {
    to().print(c);
  }

  @Override
  public void print(int i) {
    to().print(i);
  }

  @Override
  public void print(long l) {
    to().print(l);
  }

  @Override
  public void print(float f) {
    to().print(f);
  }

  @Override
  public void print(double d) {
    to().print(d);
  }

  @Override
  public void print(char[] s) {
    to().print(s);
  }

  @Override
  public void print(@Nullable String s) {
    to().print(s);
  }

  @Override
  public void print(@Nullable Object obj) {
    to().print(obj);
  }

  @Override
  public void println(boolean b) {
    to().println(b);
  }

  @Override
  public void println(char c) {
    to().println(c);
  }

  @Override
  public void println(int i) {
    to().println(i);
  }

  @Override
  public void println(long l) {
    to().println(l);
  }

  @Override
  public void println(float f) {
    to().println(f);
  }

  @Override
  public void println(double d) {
    to().println(d);
  }

  @Override
  public void println(char[] s) {
    to().println(s);
  }

  @Override
  public void println(@Nullable String s) {
    to().println(s);
  }

  @Override
  public void println(@Nullable Object obj) {
    to().println(obj);
  }

  @Override
  public void println() {
    to().println();
  }

  @Override
  public PrintStream printf(String format, @Nullable Object... args) {
    to().printf(format, args);
    return this;
  }

  @Override
  public PrintStream printf(@Nullable Locale l, String format, @Nullable Object... args) {
    to().printf(l, format, args);
    return this;
  }

  @Override
  public PrintStream format(String format, @Nullable Object... args) {
    to().format(format, args);
    return this;
  }

  @Override
  public PrintStream format(@Nullable Locale l, String format, @Nullable Object... args) {
    to().format(l, format, args);
    return this;
  }

  @Override
  public PrintStream append(@Nullable CharSequence csq) {
    to().append(csq);
    return this;
  }

  @Override
  public PrintStream append(@Nullable CharSequence csq, int start, int end) {
    to().append(csq, start, end);
    return this;
  }

  @Override
  public PrintStream append(char c) {
    to().append(c);
    return this;
  }

  @Override
  public Charset charset() {
    return usual.charset();
  }

  /** For a method that a later JDK adds and that is therefore not passed on as a whole. */
  private static final class Bytes extends OutputStream {
    private final PrintStream usual;
    private final Supplier<@Nullable PrintStream> route;

    Bytes(PrintStream usual, Supplier<@Nullable PrintStream> route) {
      this.usual = usual;
      this.route = route;
    }

    @Override
    public void write(int piece) {
      PrintStream routed = route.get();
      (routed == null ? usual : routed).write(piece);
    }
  }
}
