package dev.orrery.cli;

import dev.orrery.cli.doctor.DatabaseQuestions;
import dev.orrery.cli.doctor.DeploymentQuestions;
import dev.orrery.cli.doctor.Finding;
import dev.orrery.cli.doctor.Finding.State;
import dev.orrery.cli.doctor.PlaceQuestions;
import dev.orrery.cli.doctor.SecretQuestions;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.print.TextTable;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.JdbiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether it is safe to trade, on one screen. */
@Command(
    name = "doctor",
    description = {
      "Looks at everything that trading stands on and says whether it is safe to trade: schema,",
      "notifications, clocks, connections, secrets, where machines come from, the venue, caps. Changes",
      "nothing. The daemon may be up or down."
    },
    footer = {
      "",
      "Ends with 0 when it is safe; with 5 when something cannot be reached, else with 3 when something",
      "is configured wrong, else with 4."
    })
final class DoctorVerb implements Callable<Integer> {
  private static final List<ExitCode> GRAVEST_FIRST =
      List.of(ExitCode.UNREACHABLE, ExitCode.CONFIGURATION, ExitCode.REFUSED);

  private final Console console;

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Option(
      names = "--market",
      paramLabel = "SOURCE",
      description = "As of run; without, that of the configuration.")
  private String market = "";

  @Mixin private StoreOptions store = new StoreOptions();

  DoctorVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Draft<RunConfig> draft = store.draft(console, market);
    if (draft.problems().isEmpty()) {
      RunConfig config = draft.require().value();
      Logs.unexpectedGoTo(config.dataDir());
      findings.add(Finding.good("settings", "valid"));
      askDatabase(findings);
      findings.addAll(new SecretQuestions(config, console.environment()).ask());
      findings.addAll(new PlaceQuestions(config, console.environment(), library()).ask());
    } else {
      draft
          .problems()
          .forEach(
              problem -> findings.add(Finding.bad("settings", ExitCode.CONFIGURATION, problem)));
    }
    List<Finding> bad = findings.stream().filter(finding -> finding.state() == State.BAD).toList();
    if (json) {
      printJson(findings, bad);
    } else {
      print(findings, bad);
    }
    return GRAVEST_FIRST.stream()
        .filter(exit -> bad.stream().anyMatch(finding -> finding.exit() == exit))
        .findFirst()
        .orElse(bad.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED)
        .code();
  }

  private Path library() {
    return console.home().orElse(Path.of("")).resolve("lib");
  }

  private void askDatabase(List<Finding> findings) {
    try (Database database = store.open(console)) {
      findings.addAll(new DatabaseQuestions(database).ask());
      boolean hostUp = store.daemonUp(console).orElse(false);
      findings.addAll(new DeploymentQuestions(database, hostUp).ask());
    } catch (ProblemException e) {
      findings.add(Finding.bad("database", e.exit(), e.problems().getFirst()));
    } catch (JdbiException e) {
      findings.add(
          Finding.bad(
              "database",
              ExitCode.UNREACHABLE,
              Problem.unreachable(
                  "database",
                  Objects.toString(e.getMessage(), "").lines().findFirst().orElse(""),
                  "see the server's log")));
    }
  }

  private void print(List<Finding> findings, List<Finding> bad) {
    TextTable table = new TextTable(console.ink()).words("").words("").words("").cut();
    for (Finding finding : findings) {
      UnaryOperator<String> colour =
          switch (finding.state()) {
            case GOOD -> UnaryOperator.identity();
            case NOTED -> console.ink()::yellow;
            case BAD -> console.ink()::red;
          };
      String text =
          finding.wayOut().isEmpty()
              ? finding.text()
              : finding.text() + " (" + finding.wayOut() + ")";
      table.row().cell(word(finding.state()), colour).cell(finding.about()).cell(text);
    }
    table.lines(console.room()).stream().skip(1).forEach(console.out()::println);
    console.out().println();
    console
        .out()
        .println(
            bad.isEmpty()
                ? "safe to trade: yes"
                : console.ink().red("safe to trade: no, because " + because(bad)));
  }

  private static String word(State state) {
    return switch (state) {
      case GOOD -> "good";
      case NOTED -> "note";
      case BAD -> "BAD";
    };
  }

  private static String because(List<Finding> bad) {
    return String.join(
        "; ", bad.stream().map(finding -> finding.about() + ": " + finding.text()).toList());
  }

  private void printJson(List<Finding> findings, List<Finding> bad) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("safe_to_trade", bad.isEmpty());
    object.put("because", bad.stream().map(it -> it.about() + ": " + it.text()).toList());
    object.put(
        "findings",
        findings.stream()
            .map(finding -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("about", finding.about());
              fields.put("state", word(finding.state()).toLowerCase(Locale.ROOT));
              fields.put("text", finding.text());
              fields.put("way_out", finding.wayOut());
              return fields;
            })
            .toList());
    console.out().println(JsonText.indented(object));
  }
}
