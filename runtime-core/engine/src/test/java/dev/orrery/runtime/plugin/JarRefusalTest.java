package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static dev.orrery.runtime.plugin.TestJar.strategySource;
import static dev.orrery.runtime.plugin.TestJar.withStrategy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.isolation.Ladder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad jar between two good ones: it is refused in one line, they are used. */
class JarRefusalTest {
  /** Short for what hangs, and long for the neighbours, who must make it. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @TempDir private static Path built;
  @TempDir private Path folder;
  private Shelf shelf;
  private Path bad;

  @BeforeAll
  static void buildNeighbours() {
    withStrategy("Before", "before").build(built.resolve("a.jar"));
    withStrategy("After", "after").build(built.resolve("z.jar"));
  }

  @BeforeEach
  void putNeighbours() throws Exception {
    shelf = new Shelf(folder, limits(Duration.ofSeconds(60)));
    bad = shelf.file("bad.jar");
    for (String name : List.of("a.jar", "z.jar")) {
      Files.copy(built.resolve(name), shelf.file(name));
    }
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  private static PluginLimits limits(Duration deadline) {
    return new PluginLimits(1L << 20, 2L << 20, 200, deadline);
  }

  private void refuses(String... parts) {
    refuses(bad, parts);
  }

  private void refuses(Path file, String... parts) {
    shelf.load();
    assertThat(shelf.names()).containsExactly("before", "after");
    assertThat(shelf.refusals())
        .singleElement()
        .asString()
        .startsWith("plugin " + file.getFileName() + ": ")
        .contains(parts)
        .endsWith(")")
        .doesNotContain("\n");
  }

  private TestJar plugin(String members) {
    return jar().strategy("Bad", "bad", members);
  }

  @Nested
  class PluginFiles {
    @Test
    void thatAreNoJar() throws Exception {
      Files.writeString(bad, "this is a text");
      refuses("is not a jar");
    }

    @Test
    void thatAreEmpty() throws Exception {
      Files.createFile(bad);
      refuses("is not a jar");
    }

    @Test
    void thatWereCutOff() throws Exception {
      withStrategy("Bad", "bad").build(bad);
      byte[] whole = Files.readAllBytes(bad);
      Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
      refuses("is damaged", "copy or build it again");
    }

    @Test
    void whoseEntriesAreDamaged() throws Exception {
      withStrategy("Bad", "bad").file("data.txt", "0123456789".repeat(50)).build(bad);
      byte[] whole = Files.readAllBytes(bad);
      for (int i = 60; i < 90; i++) {
        whole[i] ^= 0x55;
      }
      Files.write(bad, whole);
      refuses("is damaged");
    }

    @Test
    void thatAreFolders() throws Exception {
      Files.createDirectory(bad);
      refuses("is a folder");
    }

    @Test
    void thatAreLinksToNothing() throws Exception {
      Files.createSymbolicLink(bad, shelf.file("gone"));
      refuses("is a link to something that does not exist");
    }

    @Test
    void thatAreLinksInACircle() throws Exception {
      Files.createSymbolicLink(bad, bad);
      refuses("is a link to something that does not exist");
    }

    @Test
    void thatAreTooLarge() throws Exception {
      Files.write(bad, new byte[(1 << 20) + 1]);
      refuses("is larger than 1048576 bytes");
    }

    @Test
    void thatUnpackToTooMuch() throws Exception {
      withStrategy("Bad", "bad").file("zeros", new byte[3 << 20]).build(bad);
      refuses("unpacks to more than 2097152 bytes");
    }

    @Test
    void withTooManyEntries() throws Exception {
      TestJar many = withStrategy("Bad", "bad");
      for (int i = 0; i < 300; i++) {
        many.file("file" + i, "");
      }
      many.build(bad);
      refuses("holds more than 200 entries");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "lib/../../../evil.jar",
          "/evil.jar",
          "C:evil.jar",
          "z:/evil.jar",
          "a\\evil.jar"
        })
    void whoseNamesLeadOut(String name) throws Exception {
      Path zip = shelf.file("bad.zip");
      TestJar.pack(zip, Map.of(name, new byte[] {1}));
      refuses(zip, "'" + name + "'", "leads out");
    }

    @Test
    void thatAreTheSameTwice() throws Exception {
      Path copy = Files.copy(shelf.file("a.jar"), shelf.file("copy.jar"));
      refuses(copy, "is the same file as a.jar");
    }

    @Test
    void zippedWithoutLibraries() throws Exception {
      Path zip = shelf.file("bad.zip");
      withStrategy("Bad", "bad").build(zip);
      refuses(zip, "has neither lib/ with jars nor classes/");
    }

    @Test
    void zippedWithADamagedLibrary() throws Exception {
      Path zip = shelf.file("bad.zip");
      TestJar.pack(zip, Map.of("lib/x.jar", "nonsense".getBytes(StandardCharsets.UTF_8)));
      refuses(zip, "lib/x.jar in it is damaged, or not a jar");
    }
  }

  @Nested
  class Services {
    @Test
    void thatAreMissing() {
      jar().source("p.Bad", strategySource("Bad", "bad", "")).build(bad);
      refuses("has no service file META-INF/services/dev.orrery.api.StrategyPlugin");
    }

    @Test
    void thatAreEmpty() {
      jar().file("META-INF/services/dev.orrery.api.StrategyPlugin", "# none\n").build(bad);
      refuses("names no class");
    }

    @Test
    void thatHoldNonsense() {
      jar().service(StrategyPlugin.class, "not a class").build(bad);
      refuses("names 'not a class'", "which is no class name");
    }

    @Test
    void thatNameAMissingClass() {
      jar().service(StrategyPlugin.class, "p.Gone").build(bad);
      refuses("names p.Gone, which is not in it");
    }

    @Test
    void thatNameSomethingElse() {
      jar()
          .source("p.Bad", "package p; public class Bad {}")
          .service(StrategyPlugin.class, "p.Bad")
          .build(bad);
      refuses("names p.Bad, which is not a StrategyPlugin");
    }

    @Test
    void thatNameAStrategyAsFactory() {
      jar().source("p.Bad", strategySource("Bad", "bad", "")).factories("p.Bad").build(bad);
      refuses(
          "which is not a StrategyFactory",
          "name it in META-INF/services/dev.orrery.api.StrategyPlugin");
    }

    @Test
    void thatNameAnAbstractClass() {
      jar()
          .source(
              "p.Bad", strategySource("Bad", "bad", "").replace("class Bad", "abstract class Bad"))
          .service(StrategyPlugin.class, "p.Bad")
          .build(bad);
      refuses("names p.Bad, which is abstract");
    }

    @Test
    void thatNameAHiddenClass() {
      jar()
          .source("p.Bad", strategySource("Bad", "bad", "").replace("public class", "class"))
          .service(StrategyPlugin.class, "p.Bad")
          .build(bad);
      refuses("names p.Bad, which is not public");
    }
  }

  @Nested
  class Constructors {
    @Test
    void thatTakeArguments() {
      plugin("public Bad(int x) {}").build(bad);
      refuses("has no public constructor without arguments");
    }

    @Test
    void thatThrow() {
      plugin("public Bad() { throw new IllegalStateException(\"no\\nluck\"); }").build(bad);
      refuses(
          "the constructor of p.Bad threw IllegalStateException: no luck at"
              + " p.Bad.<init>(Bad.java:");
    }

    @Test
    void thatFailStatically() {
      plugin("static final int X = Integer.parseInt(\"x\");").build(bad);
      refuses("the static initialiser of p.Bad threw NumberFormatException", "at p.Bad.<clinit>");
    }

    @Test
    void thatHang() throws Exception {
      shelf.close();
      shelf = new Shelf(folder, limits(LIMIT));
      plugin(
              "public Bad() { while (true) { Thread.onSpinWait(); if (stop) break; } }"
                  + " static volatile boolean stop;")
          .build(bad);
      refuses("the constructor of p.Bad did not return within 2000 ms");
      assertThat(shelf.library.abandoned().count()).isZero();
    }

    @Test
    void thatHangStatically() throws Exception {
      shelf.close();
      shelf = new Shelf(folder, limits(LIMIT));
      plugin(
              "static boolean on = true; static { while (on) { try { on = true; } catch (Throwable"
                  + " e) {} } }")
          .build(bad);
      refuses("the static initialiser of p.Bad did not return within 2000 ms");
      assertThat(shelf.library.abandoned().count()).isZero();
    }

    @Test
    void thatHangWithinTheJdk() throws Exception {
      shelf.close();
      shelf = new Shelf(folder, limits(LIMIT), Ladder.STANDARD);
      plugin("public Bad() { new java.util.concurrent.Semaphore(0).acquireUninterruptibly(); }")
          .build(bad);
      refuses("the constructor of p.Bad did not return within 2000 ms");
      assertThat(shelf.library.abandoned().count()).isEqualTo(1);
    }

    @Test
    void thatWaitUntilInterrupted() throws Exception {
      shelf.close();
      shelf = new Shelf(folder, limits(LIMIT));
      plugin(
              "static { try { new java.util.concurrent.CountDownLatch(1).await(); }"
                  + " catch (InterruptedException e) { } }")
          .build(bad);
      refuses("the static initialiser of p.Bad did not return within 2000 ms");
      assertThat(shelf.library.abandoned().count()).isZero();
    }

    @Test
    void thatOverflowTheStack() {
      plugin("public Bad() { deeper(1); } int deeper(int x) { return deeper(x + 1) + x; }")
          .build(bad);
      refuses("the constructor of p.Bad threw StackOverflowError");
    }

    @Test
    void thatRunOutOfMemory() {
      plugin("public Bad() { Object x = new long[Integer.MAX_VALUE]; }").build(bad);
      refuses("the constructor of p.Bad threw OutOfMemoryError");
    }

    @Test
    void thatThrowSomethingWhoseMessageThrows() {
      plugin(
              "static class Evil extends RuntimeException {"
                  + " @Override public String getMessage() { throw new Error(); } }"
                  + " public Bad() { throw new Evil(); }")
          .build(bad);
      refuses("the constructor of p.Bad threw p.Bad$Evil, whose message cannot be read");
    }

    @Test
    void thatNeedWhatIsNotThere() {
      Path library =
          jar().source("q.Sum", "package q; public class Sum { }").build(folder.resolve("q.jar"));
      plugin("public Bad() { new q.Sum(); }").against(library).build(bad);
      refuses("threw NoClassDefFoundError: q/Sum", "lib/ of a zip");
    }
  }

  @Nested
  class AnswersOf {
    private void answering(String method, String body) {
      String source = strategySource("Bad", "bad", "");
      String changed =
          source.replaceFirst(
              "(" + method + "\\(\\)) \\{ return [^}]*; \\}", "$1 { " + body + " }");
      assertThat(changed).isNotEqualTo(source);
      jar().source("p.Bad", changed).service(StrategyPlugin.class, "p.Bad").build(bad);
    }

    @Test
    void aNullName() {
      answering("name", "return null;");
      refuses("p.Bad.name() answered null");
    }

    @Test
    void anInvalidName() {
      answering("name", "return \"two words\";");
      refuses("p.Bad.name() answered 'two words'", "letters, digits");
    }

    @Test
    void aThrowForAName() {
      answering("name", "throw new RuntimeException(\"shy\");");
      refuses("p.Bad.name() threw RuntimeException: shy");
    }

    @Test
    void aNullVault() {
      answering("vaultId", "return null;");
      refuses("p.Bad.vaultId() answered null");
    }

    @Test
    void nullTriggers() {
      answering("triggers", "return null;");
      refuses("p.Bad.triggers() answered null");
    }

    @Test
    void noTrigger() {
      answering("triggers", "return List.of();");
      refuses("p.Bad.triggers() answered no trigger");
    }

    @Test
    void aNullTrigger() {
      answering("triggers", "return Arrays.asList((Trigger) null);");
      refuses("p.Bad.triggers() answered a list with a null");
    }

    @Test
    void aBadCron() {
      answering("triggers", "return List.of(Trigger.cron(\"61 * * * * ?\"));");
      refuses("p.Bad.triggers() answered a trigger that cannot be used", "61 * * * * ?");
    }

    @Test
    void nullSubscriptions() {
      plugin("@Override public List<Subscription> subscriptions() { return null; }").build(bad);
      refuses("p.Bad.subscriptions() answered null");
    }
  }

  @Nested
  class Names {
    @Test
    void twiceInOneJar() {
      jar().strategy("One", "same", "").strategy("Two", "same", "").build(bad);
      refuses("has two strategies named same: p.One and p.Two");
    }

    @Test
    void thatAnotherJarHas() {
      withStrategy("Bad", "before").build(bad);
      refuses("has a strategy named before, and so has a.jar");
    }

    @Test
    void areAllOrNothing() {
      jar().strategy("Fine", "fine", "").strategy("Bad", "two words", "").build(bad);
      refuses("'two words'");
    }
  }

  @Nested
  class Versions {
    @Test
    void ofAnotherMajor() {
      withStrategy("Bad", "bad").manifest("Orrery-Api-Version", "2.0").build(bad);
      refuses(
          "was built for plugin API 2.0, this runtime has 1.0",
          "build it against orrery-plugin-api 1.0, or run it on a runtime with 2.0 or a later 2.x");
    }

    @Test
    void ofALaterMinor() {
      withStrategy("Bad", "bad").manifest("Orrery-Api-Version", "1.7").build(bad);
      refuses("was built for plugin API 1.7, this runtime has 1.0");
    }

    @Test
    void thatAreNone() {
      withStrategy("Bad", "bad").manifest("Orrery-Api-Version", "latest").build(bad);
      refuses("'latest', which is no version");
    }

    @Test
    void thatHadAnotherClass() {
      plugin("Object use() { return new dev.orrery.api.Gone(); }")
          .compiledOnly("dev.orrery.api.Gone", "package dev.orrery.api; public class Gone {}")
          .build(bad);
      refuses("p.Bad uses dev.orrery.api.Gone, which 1.0 does not have");
    }

    @Test
    void thatHadAnotherMethod() {
      plugin("Object use(Price price) { return price.halved(2L); }")
          .compiledOnly(
              "dev.orrery.api.value.Price",
              "package dev.orrery.api.value; public class Price {"
                  + " public Price halved(long times) { return this; } }")
          .build(bad);
      refuses("p.Bad uses dev.orrery.api.value.Price.halved(long), which 1.0 does not have");
    }

    @Test
    void thatHadAnotherField() {
      plugin("Object use() { return Interval.FORTNIGHT; }")
          .compiledOnly(
              "dev.orrery.api.market.Interval",
              "package dev.orrery.api.market; public class Interval {"
                  + " public static Interval FORTNIGHT = null; }")
          .build(bad);
      refuses("p.Bad uses dev.orrery.api.market.Interval.FORTNIGHT, which 1.0 does not have");
    }

    @Test
    void thatBundleAnotherApi() {
      plugin("")
          .source(
              "dev.orrery.api.Experimental",
              "package dev.orrery.api; public @interface Experimental { int old() default 1; }")
          .build(bad);
      refuses(
          "bundles dev.orrery.api.Experimental, which is not the one of this runtime's plugin API",
          "scope 'provided'");
    }

    @Test
    void ofJavaThatAreTooNew() throws Exception {
      byte[] future = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99, 0, 1};
      plugin("").file("p/Future.class", future).build(bad);
      refuses("p.Future was compiled for Java 55", "--release 25");
    }

    @Test
    void thatAreNoClassFile() {
      plugin("").file("p/Odd.class", "odd").build(bad);
      refuses("p.Odd is not a class file");
    }
  }
}
