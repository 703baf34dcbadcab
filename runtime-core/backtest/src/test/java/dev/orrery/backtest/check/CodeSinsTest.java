package dev.orrery.backtest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.orrery.kernel.FolderArtifactStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each sin is planted in a real jar, away from {@code decide}, and must be found with its way. */
class CodeSinsTest {
  @TempDir private Path folder;

  private List<CodeFinding> found(String decide, String members, String signals) {
    return CodeCheck.of(
        Sinner.jar(folder, decide, members, signals),
        new FolderArtifactStore(folder.resolve("kept"), ".jar"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          clocks            | static long mean() { return System.nanoTime(); }                                        | Sinner.decide -> Signals.mean -> System.nanoTime
          clocks            | static long mean() { return java.time.Instant.now().toEpochMilli(); }                   | Sinner.decide -> Signals.mean -> Instant.now
          clocks            | static long mean() { return new Date().getTime(); }                                     | Sinner.decide -> Signals.mean -> new Date
          clocks            | static long mean() { return java.time.Clock.systemUTC().millis(); }                     | Sinner.decide -> Signals.mean -> Clock.systemUTC
          clocks            | static long mean() { return java.time.LocalDate.now().toEpochDay(); }                   | Sinner.decide -> Signals.mean -> LocalDate.now
          randomness        | static long mean() { return (long) Math.random(); }                                     | Sinner.decide -> Signals.mean -> Math.random
          randomness        | static long mean() { return new Random().nextInt(); }                                   | Sinner.decide -> Signals.mean -> new Random
          randomness        | static long mean() { return ThreadLocalRandom.current().nextInt(); }                    | Sinner.decide -> Signals.mean -> ThreadLocalRandom.current
          randomness        | static long mean() { return UUID.randomUUID().hashCode(); }                             | Sinner.decide -> Signals.mean -> UUID.randomUUID
          identity          | static long mean() { return System.identityHashCode("a"); }                             | Sinner.decide -> Signals.mean -> System.identityHashCode
          identity          | static long mean() { return new Signals().hashCode(); }                                 | Sinner.decide -> Signals.mean -> Object.hashCode
          identity          | static long mean() { var m = new HashMap<Signals, Long>(); m.put(new Signals(), 1L); return m.size(); } | Sinner.decide -> Signals.mean -> HashMap.put
          identity          | enum E { A, B } static long mean() { var m = new HashSet<E>(); m.add(E.A); return m.size(); } | Sinner.decide -> Signals.mean -> HashSet.add
          identity          | public int hashCode() { return super.hashCode(); } static long mean() { Object o = new Signals(); return o.hashCode(); } | Sinner.decide -> Signals.mean -> Signals.hashCode -> Object.hashCode
          identity          | static long mean() { return new IdentityHashMap<Object, Long>().keySet().iterator().hashCode(); } | Sinner.decide -> Signals.mean -> IdentityHashMap.keySet
          threads           | static long mean() { new Thread(() -> {}).start(); return 1; }                          | Sinner.decide -> Signals.mean -> Thread.start
          threads           | static long mean() { return List.of(1).parallelStream().count(); }                      | Sinner.decide -> Signals.mean -> List.parallelStream
          threads           | static long mean() { return CompletableFuture.supplyAsync(() -> 1L).join(); }           | Sinner.decide -> Signals.mean -> CompletableFuture.supplyAsync
          threads           | static long mean() { Thread.startVirtualThread(() -> {}); return 1; }                   | Sinner.decide -> Signals.mean -> Thread.startVirtualThread
          files             | static long mean() throws Exception { return java.nio.file.Files.size(null); }          | Sinner.decide -> Signals.mean -> Files.size
          sockets           | static long mean() throws Exception { return new java.net.Socket("h", 1).getPort(); }   | Sinner.decide -> Signals.mean -> new Socket
          processes         | static long mean() { return ProcessHandle.current().pid(); }                            | Sinner.decide -> Signals.mean -> ProcessHandle.current
          environment       | static long mean() { return System.getenv().size(); }                                   | Sinner.decide -> Signals.mean -> System.getenv
          system-properties | static long mean() { return Long.getLong("x"); }                                        | Sinner.decide -> Signals.mean -> Long.getLong
          reflection        | static long mean() throws Exception { return Class.forName("x").getModifiers(); }       | Sinner.decide -> Signals.mean -> Class.forName
          native            | static long mean() { return java.nio.ByteBuffer.allocateDirect(8).getLong(); }          | Sinner.decide -> Signals.mean -> ByteBuffer.allocateDirect
          native-methods    | static native long mean();                                                              | Sinner.decide -> Signals.mean -> Signals.mean
          statics           | static long count; static long mean() { return count++; }                               | Sinner.decide -> Signals.mean -> Signals.count
          statics           | static final long[] SUM = {0}; static long mean() { return SUM[0] += 1; }               | Sinner.decide -> Signals.mean -> Signals.SUM
          statics           | static final Map<String, Long> M = new HashMap<>(); static long mean() { return M.merge("a", 1L, Long::sum); } | Sinner.decide -> Signals.mean -> Signals.M
          statics           | static final AtomicLong N = new AtomicLong(); static long mean() { var n = N; return n.incrementAndGet(); }   | Sinner.decide -> Signals.mean -> Signals.N
          statics           | static final Random R = new Random(7); static long mean() { return R.nextLong(); }      | Sinner.decide -> Signals.mean -> Signals.R
          clocks            | static final long BEGUN = System.currentTimeMillis(); static long mean() { return BEGUN; }   | Sinner.decide -> Signals (initialiser) -> System.currentTimeMillis
          clocks            | final long begun = System.nanoTime(); static long mean() { return new Signals().begun; } | Sinner.decide -> Signals.mean -> new Signals -> System.nanoTime
          clocks            | static long mean() { return List.of(1L).stream().map(x -> System.nanoTime()).findFirst().get(); } | Sinner.decide -> Signals.mean -> System.nanoTime
          """)
  void isFoundWithItsWay(String subject, String signals, String path) {
    String decide = "context.record(\"mean\", Signals.mean()); return List.of(new Noop(\"no\"));";
    assertThat(found(decide, "", signals))
        .as("%s", signals)
        .extracting(CodeFinding::subject, CodeFinding::path)
        .contains(tuple(subject, path));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          private int count;                                          | count++;                | Sinner.decide -> Sinner.count
          private final List<Double> closes = new ArrayList<>();      | closes.add(close);      | Sinner.decide -> Sinner.closes
          private final double[] last = new double[1];                | last[0] = close;        | Sinner.decide -> Sinner.last
          private final Map<String, List<Double>> by = new HashMap<>(); | by.computeIfAbsent("a", k -> new ArrayList<>()).add(close); | Sinner.decide -> Sinner.by
          """)
  void findsWhatIsKeptInFieldsOfTheStrategy(String member, String statement, String path) {
    assertThat(found(statement + " return List.of(new Noop(\"no\"));", member, ""))
        .extracting(CodeFinding::subject, CodeFinding::path)
        .containsOnly(tuple("fields", path));
  }

  @Test
  void findsNothingInWhatIsHonest() {
    assertThat(
            found(
                """
                record Key(String name) {}
                new HashMap<Key, Long>().put(new Key("a"), 7L);
                Map<Long, Double> seen = new HashMap<>();
                seen.put(context.now().toEpochMilli(), close);
                double[] weights = new double[3];
                weights[0] = Signals.WEIGHTS[1] + context.random().nextDouble();
                Signals signals = new Signals();
                signals.add(weights[0]);
                List<Double> sorted = new ArrayList<>(seen.values());
                sorted.sort(Comparator.naturalOrder());
                System.out.println(new Random(7).nextInt() + " " + Signals.NAMES.get("a") + fixed);
                context.state().put("last", "" + close);
                return side(new Date(context.now().toEpochMilli()).getTime() % 2 == 0);
                """,
                "private final double[] table = new double[2]; private final int fixed;"
                    + " public Sinner() { fixed = 3; table[0] = 1; }",
                """
                static final double[] WEIGHTS = new double[4];
                static final Map<String, String> NAMES = new HashMap<>();
                static { WEIGHTS[1] = 2; NAMES.put("a", "b"); }
                private double sum;
                void add(double value) { sum += value; }
                """))
        .isEmpty();
  }

  @Test
  void saysWhyItMattersAndTheWayOut() {
    CodeFinding finding =
        found("return side(System.currentTimeMillis() % 2 == 0);", "", "").getFirst();
    assertThat(finding.place().toString()).startsWith("p.Sinner.decide (Sinner.java:");
    assertThat(finding.wayOut()).contains("context.now()");
    assertThat(finding.why()).contains("replay");
  }
}
