package dev.orrery.cli;

import dev.orrery.cli.db.AnswerText;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.database.sql.SqlAnswer;
import dev.orrery.database.sql.SqlSession;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Statements that a person writes. */
@Command(
    name = "sql",
    description = {
      "Carries out SQL and prints what it brings. Changes nothing, unless --write is given: then",
      "all statements are kept, or none. Parameters are written :name."
    },
    footer = {
      "",
      "  orrery db sql 'select status from deployments where id = :dep' --param dep=ID",
      "  orrery db sql --file report.sql --csv > report.csv"
    })
final class DbSqlVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "SQL", description = "What to ask; - reads it.")
  private @Nullable String sql;

  @Option(names = "--file", paramLabel = "FILE", description = "Read it from there.")
  private @Nullable Path file;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "What stands for :NAME; may be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(names = "--write", description = "It may change something.")
  private boolean write;

  @Option(names = "--json", description = "Print an object for each row.")
  private boolean json;

  @Option(names = "--csv", description = "Print comma-separated values.")
  private boolean csv;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private @Nullable CommandSpec spec;

  DbSqlVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (json && csv) {
      throw usage("say --json or --csv, not both");
    }
    if ((sql == null) == (file == null)) {
      throw usage("give SQL or --file, one of them");
    }
    String text = text();
    if (text.isBlank()) {
      throw usage("SQL is empty");
    }
    try (Database database = store.open(console)) {
      List<SqlAnswer> answers = new SqlSession(database, write).run(text, parameters);
      if (json) {
        Object all =
            answers.size() == 1
                ? AnswerText.json(answers.getFirst())
                : answers.stream().map(AnswerText::json).toList();
        console.out().println(JsonText.indented(all));
      } else if (csv) {
        answers.forEach(answer -> AnswerText.csv(console, answer));
      } else {
        answers.forEach(answer -> AnswerText.table(console, answer));
      }
    }
    return ExitCode.DONE.code();
  }

  private String text() {
    try {
      if (file != null) {
        return Files.readString(file);
      }
      return sql == null || sql.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : sql;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file == null ? "standard input" : "file " + file,
              "cannot be read: " + IoFailure.cause(e),
              "name another with --file"),
          e);
    }
  }

  private RuntimeException usage(String words) {
    return spec == null
        ? new IllegalStateException(words)
        : new ParameterException(spec.commandLine(), words);
  }
}
