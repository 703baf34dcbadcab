package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static dev.orrery.runtime.plugin.TestJar.withStrategy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLibraryTest {
  @TempDir private Path folder;
  private Shelf shelf;

  @BeforeEach
  void open() throws Exception {
    shelf = Shelf.in(folder);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Nested
  class Loads {
    @Test
    void aPlainJarWithAServiceFile() throws Exception {
      Path file = withStrategy("Plain", "plain").build(shelf.file("plain.jar"));
      shelf.load();
      assertThat(shelf.refusals()).isEmpty();
      assertThat(shelf.library.jars())
          .singleElement()
          .satisfies(found -> {
            assertThat(found.file()).isEqualTo(file);
            assertThat(found.digest()).isEqualTo(Sha256.of(Files.readAllBytes(file)));
            assertThat(found.apiVersion()).isEqualTo(ApiVersion.OFFERED);
          });
      StrategyDescriptor plain = shelf.library.find("plain").orElseThrow();
      assertThat(plain.vaultId()).isEqualTo("v");
      assertThat(plain.triggers()).containsExactly(Trigger.everySeconds(60));
      assertThat(plain.configurable()).isFalse();
      assertThat(plain.providerClass()).isEqualTo("p.Plain");
      assertThat(plain.fileName()).isEqualTo("plain.jar");
    }

    @Test
    void severalStrategiesOfOneJar() {
      jar().strategy("One", "one", "").strategy("Two", "two", "").build(shelf.file("both.jar"));
      assertThat(shelf.load().names()).containsExactly("one", "two");
    }

    @Test
    void aZipWithLibraries() throws Exception {
      Path library =
          jar()
              .source(
                  "q.Sum", "package q; public class Sum { public static int of() { return 7; } }")
              .build(folder.resolve("sum.jar"));
      Path strategy =
          jar()
              .against(library)
              .strategy("Zipped", "zipped", "static final int SUM = q.Sum.of();")
              .build(folder.resolve("strategy.jar"));
      TestJar.pack(
          shelf.file("zipped.zip"),
          Map.of(
              "lib/sum.jar", Files.readAllBytes(library),
              "lib/strategy.jar", Files.readAllBytes(strategy)));
      assertThat(shelf.load().refusals()).isEmpty();
      assertThat(shelf.names()).containsExactly("zipped");
      assertThat(shelf.data.resolve(Sha256.of(Files.readAllBytes(library)) + ".jar")).exists();
    }

    @Test
    void aZipWithClasses() throws Exception {
      Path strategy = withStrategy("Loose", "loose").build(folder.resolve("strategy.jar"));
      Map<String, byte[]> entries = new java.util.HashMap<>();
      try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(strategy.toFile())) {
        for (var entry : java.util.Collections.list(zip.entries())) {
          entries.put("classes/" + entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
      TestJar.pack(shelf.file("loose.zip"), entries);
      assertThat(shelf.load().refusals()).isEmpty();
      assertThat(shelf.names()).containsExactly("loose");
    }

    @Test
    void filesInTheOrderOfTheirNames() {
      withStrategy("Second", "second").build(shelf.file("b.jar"));
      withStrategy("First", "first").build(shelf.file("a.jar"));
      withStrategy("Third", "third").build(shelf.file("c.jar"));
      assertThat(shelf.load().names()).containsExactly("first", "second", "third");
    }

    @Test
    void whatALinkLeadsTo() throws Exception {
      Path real = withStrategy("Linked", "linked").build(folder.resolve("elsewhere.jar"));
      Files.createSymbolicLink(shelf.file("linked.jar"), real);
      assertThat(shelf.load().names()).containsExactly("linked");
    }

    @Test
    void nothingThatIsNotCalledAPlugin() throws Exception {
      Files.writeString(shelf.file("README.md"), "hello");
      Files.writeString(shelf.file(".hidden.jar"), "hello");
      Files.writeString(shelf.file("half.jar.part"), "hello");
      shelf.load();
      assertThat(shelf.library.jars()).isEmpty();
      assertThat(shelf.library.refused()).isEmpty();
    }

    @Test
    void aJarForThisApi() {
      withStrategy("Stated", "stated")
          .manifest("Orrery-Api-Version", "1.0")
          .build(shelf.file("stated.jar"));
      assertThat(shelf.load().names()).containsExactly("stated");
    }

    @Test
    void whatWasReadEvenWhenTheFileIsReplaced() throws Exception {
      Path file =
          jar()
              .strategy("Lazy", "lazy", "@Override public void close() { new Later(); }")
              .source("p.Later", "package p; class Later { }")
              .build(shelf.file("lazy.jar"));
      shelf.load();
      LoadedStrategy strategy = shelf.library.create(StrategyRequest.asDeclared("lazy"));
      Files.writeString(file, "replaced");
      assertThat(strategy.plugin().getClass().getClassLoader().loadClass("p.Later")).isNotNull();
      strategy.close();
    }
  }

  @Nested
  class Refuses {
    @Test
    void aJarForACauseFoundOutside() {
      withStrategy("Plain", "plain").build(shelf.file("plain.jar"));
      shelf.load();
      LoadedJar loaded = shelf.library.jars().getFirst();
      Problem problem = Problem.refused("plugin plain.jar", "its account is taken", "");
      shelf.library.refuse(loaded, problem);
      assertThat(shelf.names()).isEmpty();
      assertThat(shelf.library.refused())
          .singleElement()
          .satisfies(jar -> assertThat(jar.strategies()).containsExactly("plain"));
    }

    @Test
    void andStillKnowsItsStrategies() {
      jar()
          .strategy("Bad", "shy-one", "public Bad() { throw new IllegalStateException(); }")
          .build(shelf.file("whatever.jar"));
      shelf.load();
      assertThat(shelf.library.refusedWith("shy-one")).isPresent();
      assertThat(shelf.library.refusedWith("whatever")).isEmpty();
      assertThatThrownBy(() -> shelf.library.create(StrategyRequest.asDeclared("shy-one")))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("strategy shy-one: its jar was refused: plugin whatever.jar: ");
    }

    @Test
    void andTellsAStrategyByTheNameOfADamagedFile() throws Exception {
      Files.writeString(shelf.file("orrery-strategy-grid-0.1.0-SNAPSHOT.jar"), "damaged");
      shelf.load();
      assertThat(shelf.library.refusedWith("grid")).isPresent();
      assertThat(shelf.library.refusedWith("id")).isEmpty();
    }

    @Test
    void aFolderThatIsNotThere() {
      assertThatThrownBy(() -> PluginSources.in(folder.resolve("gone")))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void saysWhichStrategiesThereAreWhenOneIsUnknown() {
    withStrategy("Plain", "plain").build(shelf.file("plain.jar"));
    shelf.load();
    assertThatThrownBy(() -> shelf.library.create(StrategyRequest.asDeclared("plane")))
        .hasMessage("strategy plane: is in no plugin jar (there are plain)");
  }
}
