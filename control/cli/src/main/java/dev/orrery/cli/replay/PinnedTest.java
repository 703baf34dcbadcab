package dev.orrery.cli.replay;

import dev.orrery.backtest.replay.DecisionAuthor;
import dev.orrery.backtest.replay.PinnedDecision;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.recording.DecisionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recorded decision as a test in its author's project: a class that asks the strategy again, and
 * beside it the file with all that the decision saw.
 */
public final class PinnedTest {
  private static final int ID_LETTERS = 10;

  private final Path project;
  private final DecisionRecord decision;
  private final DecisionAuthor author;

  private PinnedTest(Path project, DecisionRecord decision, DecisionAuthor author) {
    this.project = project;
    this.decision = decision;
    this.author = author;
  }

  /**
   * Writes both.
   *
   * @return the files, the test first
   * @throws ProblemException when the folder is not the project of this strategy
   */
  public static List<Path> write(Path project, DecisionRecord decision, DecisionAuthor author)
      throws IOException {
    PinnedTest test = new PinnedTest(project, decision, author);
    test.requireProject();
    return test.write();
  }

  private void requireProject() {
    if (!Files.isRegularFile(project.resolve("pom.xml"))) {
      throw wrong("is no Maven project: it has no pom.xml");
    }
    String outermost = author.className().split("\\$", -1)[0];
    String source = "src/main/java/" + outermost.replace('.', '/') + ".java";
    if (!Files.isRegularFile(project.resolve(source))) {
      throw wrong("is not the project of " + decision.strategy() + ": it has no " + source);
    }
  }

  private ProblemException wrong(String cause) {
    return new ProblemException(
        Problem.configuration(
            "folder " + project, cause, "name the strategy's own project with --into"));
  }

  private List<Path> write() throws IOException {
    String id = decision.id().substring(0, ID_LETTERS);
    String fixture = "pinned-" + id + ".json";
    String folder = packageName().replace('.', '/');
    String name = "Pinned" + camel() + id + "Test";
    Path test = project.resolve("src/test/java").resolve(folder).resolve(name + ".java");
    Path data = project.resolve("src/test/resources").resolve(folder).resolve(fixture);
    Object parameters =
        JsonText.read(
            decision.identity().parameters().isEmpty() ? "{}" : decision.identity().parameters());
    put(data, JsonText.indented(PinnedDecision.of(decision, parameters)) + "\n");
    put(test, source(name, fixture));
    return List.of(test, data);
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }

  private String packageName() {
    int end = author.className().lastIndexOf('.');
    return end < 0 ? "" : author.className().substring(0, end);
  }

  private String camel() {
    return Stream.of(decision.strategy().split("[^A-Za-z0-9]+"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining());
  }

  private String source(String name, String fixture) {
    String type = author.className().substring(author.className().lastIndexOf('.') + 1);
    String made = "new " + type.replace('$', '.') + "()";
    String head = packageName().isEmpty() ? "" : "package " + packageName() + ";\n\n";
    return head
        + """
        import dev.orrery.testkit.RecordedDecision;
        import org.junit.jupiter.api.Test;

        /** %s decided this at %s. */
        final class %s {
          @Test
          void decidesAsItDid() {
            RecordedDecision recorded = RecordedDecision.read(getClass(), "%s");
            recorded.check(%s);
          }
        }
        """
            .formatted(
                decision.strategy(),
                Instant.ofEpochMilli(decision.asOf()),
                name,
                fixture,
                author.factory() ? "recorded.strategy(" + made + ")" : made);
  }
}
