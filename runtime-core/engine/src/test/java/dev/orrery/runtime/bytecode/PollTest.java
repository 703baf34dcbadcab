package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that no interrupt ends, and that ends when its thread is condemned. */
class PollTest {
  private static final Duration COMPILED = Duration.ofMillis(60);

  static Stream<Arguments> runaways() {
    return Stream.of(
        body("an empty loop", "while (true) {}"),
        body("a loop that counts", "while (true) { x++; }"),
        body("a loop over do", "do { x++; } while (x != -1);"),
        body(
            "labelled loops",
            "outer: while (true) { while (true) { if (x++ < 0) continue outer; } }"),
        body(
            "counted loops without end",
            "for (int i = 0; ; i = 0) for (; i < 1 << 30; i++) x += i;"),
        body(
            "a loop that is vectorised",
            "double[] a = new double[9999]; while (true) for (int i = 0; i < a.length; i++) a[i] = a[i] * 2 + 1;"),
        body(
            "a loop that catches everything",
            "while (true) { try { x++; } catch (Throwable e) { x--; } }"),
        body(
            "a loop that catches within a loop that catches",
            "while (true) { try { while (true) { try { deeper(); } catch (Throwable e) { x--; } } }"
                + " catch (Throwable e) { x++; } }",
            "void deeper() { while (true) { try { x++; } catch (Throwable e) { x--; } } }"),
        body(
            "a finally that goes on",
            "while (true) { try { while (true) { x++; } } finally { continue; } }"),
        body("a loop in a finally", "try { x++; } finally { while (true) { x++; } }"),
        body(
            "a loop in a catch",
            "try { throw new Error(); } catch (Error e) { while (true) { x++; } }"),
        body(
            "recursion",
            "try { deeper(); } catch (StackOverflowError e) { run(); }",
            "void deeper() { deeper(); x++; }"),
        body(
            "recursion that catches everything",
            "while (true) { deeper(); }",
            "void deeper() { try { deeper(); } catch (Throwable e) { x++; } try { deeper(); } catch (Throwable e) { x--; } }"),
        body(
            "private recursion that catches everything",
            "while (true) { deeper(); }",
            "private void deeper() { try { deeper(); } catch (Throwable e) { x++; } try { deeper(); } catch (Throwable e) { x--; } }"),
        body(
            "private methods that call each other and catch everything",
            "while (true) { one(); }",
            "private static void one() { try { other(); } catch (Throwable e) { x++; } try { other(); } catch (Throwable e) { x--; } }",
            "private static void other() { try { one(); } catch (Throwable e) { x++; } try { one(); } catch (Throwable e) { x--; } }"),
        body(
            "recursion of lambdas",
            "Runnable[] r = new Runnable[1]; r[0] = () -> { try { r[0].run(); } catch (Throwable e) { r[0].run(); } }; r[0].run();"),
        body("a loop in a lambda", "Runnable r = () -> { while (true) { x++; } }; r.run();"),
        body(
            "lambdas called by the JDK without end",
            "java.util.stream.IntStream.iterate(0, i -> i).forEach(i -> {});"),
        body(
            "a leaf by reference, called without end",
            "java.util.stream.IntStream.generate(this::leaf).sum();",
            "int leaf() { return 1; }"),
        body(
            "a private leaf by reference, called without end",
            "java.util.stream.IntStream.generate(this::leaf).sum();",
            "private int leaf() { return 1; }"),
        body(
            "a private leaf of the class around, called without end",
            "new Inner().spin();",
            "private int leaf() { return 1; } class Inner { void spin() { java.util.stream.IntStream.generate(Loop.this::leaf).sum(); } }"),
        body(
            "its own component by reference, called without end",
            "new Same(1).spin();",
            "record Same(int y) { void spin() { java.util.stream.IntStream.generate(this::y).sum(); } }"),
        body(
            "an iterator without end",
            "new java.util.Iterator<Object>() { public boolean hasNext() { return true; } public Object next() { return this; } }"
                + ".forEachRemaining(new java.util.HashSet<>()::add);"),
        body(
            "a static initialiser",
            "Never.touch();",
            "static class Never { static { while (x >= 0) { x = 1; } } static void touch() {} }"),
        body(
            "an initialiser of an interface",
            "x = Never.Y;",
            "interface Never { int Y = spin(); static int spin() { while (true) { } } }"),
        body(
            "a default method",
            "new Spins() {}.spin();",
            "interface Spins { default void spin() { while (true) { } } }"),
        body(
            "a constructor that makes itself",
            "while (true) { try { new Same(); } catch (StackOverflowError e) { x++; } }",
            "static class Same { Same() { new Same(); } }"),
        body(
            "a bridge",
            "Comparable<String> c = new Back(); while (true) { try { c.compareTo(\"\"); } catch (Throwable e) { x++; } }",
            "static class Back implements Comparable<String> { public int compareTo(String s) { return ((Comparable<String>) this).compareTo(s); } }"),
        body(
            "a switch over numbers",
            "while (true) { switch (x & 3) { case 0: x++; continue; case 1: x += 2; continue; case 2: break; default: x = 0; continue; } x += 7; }"),
        body(
            "a switch over texts",
            "String[] s = {\"a\", \"bb\", \"c\"}; while (true) { switch (s[(x & 1)]) { case \"a\" -> x++; case \"bb\" -> x += 3; default -> x--; } }"),
        body(
            "a switch over patterns",
            "Object o = 1; while (true) { x += switch (o) { case Integer i when i > x -> 1; case Integer i when i < -x -> 2; case String s -> 3; default -> 4; }; }"),
        body(
            "a nested class",
            "new Inner().spin();",
            "class Inner { void spin() { while (true) { x++; } } }"),
        body("a record", "new Spin(1);", "record Spin(int y) { Spin { while (true) { y++; } } }"),
        body("a loop under a monitor", "synchronized (this) { while (true) { x++; } }"),
        body("a monitor taken again and again", "while (true) { synchronized (this) { x++; } }"),
        body(
            "a synchronized method",
            "spin();",
            "synchronized void spin() { while (true) { x++; } }"),
        body(
            "arrays made without end",
            "while (true) { keep = new byte[1 << 16]; }",
            "Object keep;"),
        body(
            "a list that grows",
            "var list = new java.util.ArrayList<Object>(); while (true) { list.add(new byte[64]); if (list.size() > 20000) list.clear(); }"),
        body(
            "a text that grows",
            "String s = \"\"; while (true) { s += x++; if (s.length() > 5000) s = \"\"; }"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("runaways")
  void endsWhenItsThreadIsCondemned(String what, Map<String, byte[]> classes) throws Exception {
    Runaway runaway = Runaway.start(Polled.of(classes), "p.Loop").busyFor(COMPILED);
    Throwable thrown = runaway.end("too long");
    assertThat(thrown).as(what).isInstanceOf(DecisionEnded.class).hasMessage("too long");
  }

  private static Arguments body(String what, String body, String... members) {
    String source =
        "package p; public class Loop implements Runnable { static int x; public void run() { "
            + body
            + " } "
            + String.join(" ", members)
            + " }";
    return Arguments.of(what, Polled.compiled("p.Loop", source));
  }

  @Test
  void endsALoopOfALibraryInKotlin() throws Exception {
    Path kotlin = Polled.jarOf(kotlin.Unit.class);
    Map<String, byte[]> classes = Polled.in(kotlin);
    classes.putAll(
        Polled.compiled(
            TestJar.jar()
                .against(kotlin)
                .source(
                    "p.Loop",
                    """
                    package p;
                    public class Loop implements Runnable {
                      public void run() {
                        kotlin.sequences.SequencesKt.count(kotlin.sequences.SequencesKt.generateSequence(() -> "x"));
                      }
                    }
                    """)));
    Runaway runaway = Runaway.start(Polled.of(classes), "p.Loop").busyFor(COMPILED);
    assertThat(runaway.end("too long")).isInstanceOf(DecisionEnded.class);
  }

  @Test
  void letsOtherThreadsOfTheSameClassesPass() throws Exception {
    Polled loader = counter();
    AtomicInteger innocent = counterOf(loader, "INNOCENT");
    AtomicInteger guilty = counterOf(loader, "GUILTY");
    Runaway other = Runaway.start(loader, "p.Innocent").busyFor(COMPILED);
    Runaway runaway = Runaway.start(loader, "p.Guilty").busyFor(COMPILED);
    loader.gate().raise(runaway.thread(), "too long");
    assertThat(runaway.thread().join(Duration.ofSeconds(60))).isTrue();
    int before = innocent.get();
    while (innocent.get() - before < 1_000) {
      assertThat(other.thread().isAlive()).isTrue();
      Thread.yield();
    }
    int ended = guilty.get();
    loader.gate().lower(runaway.thread());
    assertThat(guilty.get()).isEqualTo(ended);
    assertThat(other.end("over")).isInstanceOf(DecisionEnded.class);
  }

  @Test
  void throwsInACondemnedThreadUntilItIsLowered() throws Exception {
    Polled loader = counter();
    Runnable once = (Runnable) loader.loadClass("p.Once").getConstructor().newInstance();
    Thread current = Thread.currentThread();
    once.run();
    loader.gate().raise(current, "first");
    loader.gate().raise(current, "second");
    assertThat(thrownBy(once)).hasMessage("second");
    assertThat(thrownBy(once)).hasMessage("second");
    loader.gate().lower(current);
    once.run();
    loader.gate().lower(current);
    once.run();
    assertThat(counterOf(loader, "ONCE")).hasValue(3);
  }

  @Test
  void doesNotReachClassesOfAnotherLoader() throws Exception {
    Polled one = counter();
    Polled other = counter();
    Runnable once = (Runnable) other.loadClass("p.Once").getConstructor().newInstance();
    one.gate().raise(Thread.currentThread(), "not here");
    try {
      once.run();
    } finally {
      one.gate().lower(Thread.currentThread());
    }
    assertThat(counterOf(other, "ONCE")).hasValue(1);
  }

  @Test
  void releasesMonitorsAndRunsFinallyBlocks() throws Exception {
    Map<String, byte[]> classes =
        Polled.compiled(
            "p.Loop",
            """
            package p;
            import java.util.concurrent.locks.ReentrantLock;
            public class Loop implements Runnable {
              public static final ReentrantLock LOCK = new ReentrantLock();
              static int x;
              public void run() {
                LOCK.lock();
                try {
                  synchronized (LOCK) { while (true) { synchronized (this) { x++; } } }
                } finally {
                  LOCK.unlock();
                }
              }
            }
            """);
    Polled loader = Polled.of(classes);
    Runaway runaway = Runaway.start(loader, "p.Loop").busyFor(COMPILED);
    assertThat(runaway.end("too long")).isInstanceOf(DecisionEnded.class);
    Object lock = loader.loadClass("p.Loop").getField("LOCK").get(null);
    assertThat(((java.util.concurrent.locks.ReentrantLock) lock).isLocked()).isFalse();
    Thread taker =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              synchronized (lock) {
              }
            });
    assertThat(taker.join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void takesAnotherNameForItsGateWhenAClassHasIt() throws Exception {
    Map<String, byte[]> classes =
        Polled.compiled(
            "orrery.Gate$",
            "package orrery; public class Gate$ implements Runnable { public void run() { while (true) {} } }");
    Runaway runaway = Runaway.start(Polled.of(classes), "orrery.Gate$").busyFor(COMPILED);
    assertThat(runaway.end("too long")).isInstanceOf(DecisionEnded.class);
  }

  private static Throwable thrownBy(Runnable code) {
    try {
      code.run();
      throw new AssertionError("did not throw");
    } catch (DecisionEnded e) {
      return e;
    }
  }

  private static Polled counter() {
    return Polled.of(
        Polled.compiled(
            TestJar.jar()
                .source(
                    "p.Counter",
                    """
                    package p;
                    import java.util.concurrent.atomic.AtomicInteger;
                    public class Counter {
                      public static final AtomicInteger INNOCENT = new AtomicInteger();
                      public static final AtomicInteger GUILTY = new AtomicInteger();
                      public static final AtomicInteger ONCE = new AtomicInteger();
                    }
                    class Spinning implements Runnable {
                      final AtomicInteger count;
                      Spinning(AtomicInteger count) { this.count = count; }
                      public void run() { while (true) { count.incrementAndGet(); } }
                    }
                    """)
                .source("p.Innocent", spinning("Innocent", "INNOCENT"))
                .source("p.Guilty", spinning("Guilty", "GUILTY"))
                .source(
                    "p.Once",
                    "package p; public class Once implements Runnable {"
                        + " public void run() { Counter.ONCE.incrementAndGet(); } }")));
  }

  private static String spinning(String className, String counter) {
    return "package p; public class %1$s extends Spinning { public %1$s() { super(Counter.%2$s); } }"
        .formatted(className, counter);
  }

  private static AtomicInteger counterOf(Polled loader, String field) throws Exception {
    return (AtomicInteger) loader.loadClass("p.Counter").getField(field).get(null);
  }
}
