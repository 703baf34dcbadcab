package dev.orrery.runner.hostile;

import static dev.orrery.runner.hostile.Hostile.Fate.DENIED;
import static dev.orrery.runner.hostile.Hostile.Fate.FAILS;
import static dev.orrery.runner.hostile.Hostile.Fate.GETS_ALONG;
import static dev.orrery.runner.hostile.Hostile.Fate.QUARANTINED;
import static dev.orrery.runner.hostile.Hostile.Fate.REFUSED;
import static dev.orrery.runner.hostile.Hostile.Fate.TAKES_ITS_TIME;
import static dev.orrery.runner.hostile.Hostile.Fate.TOO_GREEDY;

import java.util.List;
import java.util.stream.Stream;

/** The jars. */
final class Hostiles {
  private static final String TIMED_OUT = "decide took longer than";
  private static final String HANGS = "hangs: decide ended neither by interrupt";
  private static final String NO_EXIT = "a plugin does not end the process";

  /** A method handle of an exit, and its call. */
  private static final String BY_HANDLE =
      """
      try {
        MethodHandle end = MethodHandles.lookup().findVirtual(
            Runtime.class, "%s", MethodType.methodType(void.class, int.class));
        end.invoke(Runtime.getRuntime(), 3);
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new Exception(e);
      }
      return noop();
      """;

  private Hostiles() {}

  /** All that run, some with calls allowed that are refused otherwise. */
  static List<Hostile> running() {
    return Stream.of(throwing(), greedy(), hanging(), answering(), ending(), leaving(), reaching())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Hostile> throwing() {
    return List.of(
        Hostile.of(
            FAILS,
            "throws",
            "java.lang.IllegalStateException: boom",
            "throw new IllegalStateException(\"boom\");"),
        Hostile.of(
            FAILS, "error", "java.lang.AssertionError: bad", "throw new AssertionError(\"bad\");"),
        Hostile.of(FAILS, "overflows", "java.lang.StackOverflowError", "return decide(context);"));
  }

  private static List<Hostile> greedy() {
    return List.of(
        Hostile.of(
            FAILS,
            "huge-array",
            "java.lang.OutOfMemoryError",
            "return new byte[Integer.MAX_VALUE - 8].length > 0 ? noop() : null;"),
        Hostile.of(
            TOO_GREEDY,
            "growing-list",
            "more than its budget of|OutOfMemoryError|of the heap are in use",
            "List<byte[]> all = new ArrayList<>(); while (true) { all.add(new byte[1 << 16]); }"),
        Hostile.of(
                QUARANTINED,
                "growing-static",
                "of the heap are in use after a collection, and it allocated most lately",
                "for (int i = 0; i < 96; i++) { KEPT.add(new byte[1 << 19]); } return noop();")
            .with("static final List<byte[]> KEPT = new ArrayList<>();"));
  }

  private static List<Hostile> hanging() {
    return List.of(
        Hostile.of(FAILS, "loops", TIMED_OUT, "while (true) { }"),
        Hostile.of(
                FAILS,
                "catches-everything",
                TIMED_OUT,
                "while (true) { try { while (true) { n++; } } catch (Throwable e) { n--; } }")
            .with("static volatile long n;"),
        Hostile.of(
            QUARANTINED,
            "loops-in-a-pattern",
            HANGS,
            "return java.util.regex.Pattern.matches(\"(x+)+\\\\1y\", \"x\".repeat(99))"
                + " ? null : noop();"),
        Hostile.of(FAILS, "sleeps", TIMED_OUT, "Thread.sleep(60_000); return noop();"),
        Hostile.of(
                QUARANTINED,
                "deadlocks",
                HANGS,
                """
                synchronized (ONE) {
                  Thread other = new Thread(() -> {
                    synchronized (TWO) { BOTH.release(); synchronized (ONE) { } }
                  });
                  other.setDaemon(true);
                  other.start();
                  BOTH.acquireUninterruptibly();
                  synchronized (TWO) { return noop(); }
                }
                """)
            .with(
                "static final Object ONE = new Object(), TWO = new Object();"
                    + " static final Semaphore BOTH = new Semaphore(0);"),
        Hostile.of(
                QUARANTINED,
                "keeps-a-lock",
                HANGS,
                "if (!TAKEN.isLocked()) {"
                    + " Thread thread = new Thread(TAKEN::lock); thread.start(); thread.join(); }"
                    + " TAKEN.lock(); return noop();")
            .with("static final ReentrantLock TAKEN = new ReentrantLock();"),
        Hostile.of(FAILS, "hangs-in-an-initialiser", "p.Hung", "return Hung.noop();")
            .bringing(
                "p.Hung",
                """
                package p;
                import dev.orrery.api.action.*;
                import java.util.*;
                class Hung {
                  static volatile boolean on = true;
                  static { while (on) { Thread.onSpinWait(); } }
                  static List<Action> noop() { return List.of(new Noop("nothing")); }
                }
                """),
        Hostile.of(
                REFUSED,
                "hangs-when-loaded",
                "the static initialiser of p.HangsWhenLoaded did not return within",
                "return noop();")
            .with("static volatile boolean on = true; static { while (on) { } }"));
  }

  private static List<Hostile> answering() {
    String order = "PlaceOrder.buy(\"BTC\", OrderSize.of(\"%s\"), OrderTerms.market(), \"x\")";
    return List.of(
        Hostile.of(FAILS, "null-answer", "decide returned null", "return null;"),
        Hostile.of(FAILS, "empty-answer", "decide returned an empty list", "return List.of();"),
        Hostile.of(
            FAILS,
            "null-in-the-answer",
            "a null in it",
            "return Arrays.asList(new Noop(\"a\"), null);"),
        Hostile.of(FAILS, "silent-noop", "reason", "return List.of(new Noop(\" \"));"),
        Hostile.of(
            FAILS,
            "noop-and-order",
            "a Noop beside other",
            "return List.of(new Noop(\"a\"), " + order.formatted("0.001") + ");"),
        Hostile.of(
            FAILS,
            "million-actions",
            "more than 64",
            "return Collections.nCopies(1_000_000, " + order.formatted("0.001") + ");"),
        Hostile.of(
            FAILS,
            "negative-size",
            "IllegalArgumentException",
            "return List.of(" + order.formatted("-1") + ");"),
        Hostile.of(
            FAILS,
            "size-that-is-no-number",
            "IllegalArgumentException",
            "return List.of(PlaceOrder.buy(\"BTC\", OrderSize.of(String.valueOf(0.0 / 0.0)),"
                + " OrderTerms.market(), \"x\"));"),
        Hostile.of(
            DENIED,
            "absurd-size",
            "",
            "return List.of(" + order.formatted("99999999999999") + ");"));
  }

  private static List<Hostile> ending() {
    return List.of(
        Hostile.of(FAILS, "exits", NO_EXIT, "System.exit(3); return noop();"),
        Hostile.of(FAILS, "halts", NO_EXIT, "Runtime.getRuntime().halt(3); return noop();"),
        Hostile.of(
            FAILS,
            "exits-by-reflection",
            NO_EXIT,
            "System.class.getMethod(\"exit\", int.class).invoke(null, 3); return noop();"),
        Hostile.of(
            FAILS,
            "halts-by-reflection",
            NO_EXIT,
            "Runtime.class.getMethod(\"halt\", int.class).invoke(Runtime.getRuntime(), 3);"
                + " return noop();"),
        Hostile.of(FAILS, "exits-by-handle", NO_EXIT, BY_HANDLE.formatted("exit")),
        Hostile.of(FAILS, "halts-by-handle", NO_EXIT, BY_HANDLE.formatted("halt")),
        // Nothing that can be seen leads to the call: it is met when it is come to.
        Hostile.of(
                FAILS,
                "raises-a-signal",
                "sun.misc.Signal",
                """
                try {
                  Class.forName(String.join(".", "p", "Raise")).getMethod("raise").invoke(null);
                } catch (java.lang.reflect.InvocationTargetException e) {
                  throw (RuntimeException) e.getCause();
                }
                return noop();
                """)
            .bringing(
                "p.Raise",
                "package p; public class Raise { public static void raise() {"
                    + " sun.misc.Signal.raise(new sun.misc.Signal(\"TERM\")); } }"),
        Hostile.of(
            REFUSED,
            "signals",
            "sun.misc.Signal",
            "sun.misc.Signal.raise(new sun.misc.Signal(\"TERM\")); return noop();"));
  }

  private static List<Hostile> leaving() {
    return List.of(
        Hostile.of(
            GETS_ALONG,
            "leaves-threads",
            "",
            "Thread thread = new Thread(() -> { for (;;) { try { Thread.sleep(60_000); }"
                + " catch (InterruptedException e) { } } }); thread.setDaemon(true); thread.start();"
                + " return noop();"),
        Hostile.of(
            GETS_ALONG,
            "leaves-a-pool",
            "",
            "ExecutorService pool = Executors.newFixedThreadPool(2, work -> {"
                + " Thread thread = new Thread(work); thread.setDaemon(true); return thread; });"
                + " pool.submit(() -> { }); pool.submit(() -> { }); return noop();"),
        Hostile.of(
                GETS_ALONG,
                "leaves-thread-locals",
                "",
                "KEPT.set(new byte[1 << 10]); return noop();")
            .with("static final ThreadLocal<Object> KEPT = new ThreadLocal<>();"),
        Hostile.of(
            GETS_ALONG,
            "leaves-sockets-and-files",
            "",
            "new ServerSocket(0, 1, InetAddress.getLoopbackAddress());"
                + " Files.newInputStream(Path.of(System.getProperty(\"java.home\"), \"release\"));"
                + " return noop();"));
  }

  private static List<Hostile> reaching() {
    return List.of(
        Hostile.of(
            FAILS,
            "changes-what-it-was-given",
            "java.lang.UnsupportedOperationException",
            "context.account().positions().add(null); return noop();"),
        Hostile.of(
            TAKES_ITS_TIME,
            "floods-its-log",
            "",
            "for (int i = 0; i < 20_000; i++) { context.log().info(\"line {}\", i); }"
                + " return noop();"),
        Hostile.of(
            TAKES_ITS_TIME,
            "floods-standard-output",
            "",
            "for (int i = 0; i < 20_000; i++) { System.out.println(i); System.err.println(i); }"
                + " return noop();"),
        Hostile.of(
            FAILS,
            "floods-its-state",
            "java.lang.IllegalArgumentException",
            "for (int i = 0; true; i++) { context.state().put(\"k\" + i, \"x\".repeat(60_000)); }"),
        Hostile.of(
                FAILS,
                "changes-the-locale",
                "changed the process's default locale to de_DE",
                "Locale.setDefault(Locale.GERMANY); return noop();")
            .allowing("default-locale"),
        Hostile.of(
                FAILS,
                "changes-the-time-zone",
                "changed the process's default time zone to Asia/Tokyo",
                "TimeZone.setDefault(TimeZone.getTimeZone(\"Asia/Tokyo\")); return noop();")
            .allowing("default-time-zone"),
        Hostile.of(
                FAILS,
                "sets-the-exception-handler",
                "changed the process's default handler of uncaught exceptions to p.",
                "Thread.setDefaultUncaughtExceptionHandler((thread, e) -> { }); return noop();")
            .allowing("default-exception-handler"),
        Hostile.of(
            FAILS,
            "reads-our-classes",
            "java.lang.ClassNotFoundException: dev.orrery.runtime.StrategyRuntime",
            "Class.forName(\"dev.orrery.runtime.StrategyRuntime\"); return noop();"),
        Hostile.of(
                GETS_ALONG,
                "brings-other-versions",
                "",
                "return List.of(new Noop(tools.jackson.databind.JsonNode.mine()));")
            .bringing(
                "tools.jackson.databind.JsonNode",
                "package tools.jackson.databind; public class JsonNode {"
                    + " public static String mine() { return \"my own\"; } }"));
  }
}
