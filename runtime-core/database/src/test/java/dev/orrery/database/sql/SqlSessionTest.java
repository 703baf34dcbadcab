package dev.orrery.database.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlSessionTest {
  private final Database database = TestDatabase.fresh();

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void parametersTakeTheTypeThatIsWanted() {
    SqlAnswer answer =
        read(
            """
            select name, :n + 1 as more, ':no' as text, '{"a": 1}'::jsonb ? 'a' as has, -- :not
              $x$:nor$x$ as tagged, null as nothing
            from users where id = :id
            """,
            Map.of("id", "00000000-0000-0000-0000-000000000001", "n", "41"));
    assertThat(answer.columns())
        .containsExactly(
            new SqlAnswer.Column("name", "text"),
            new SqlAnswer.Column("more", "int4"),
            new SqlAnswer.Column("text", "text"),
            new SqlAnswer.Column("has", "bool"),
            new SqlAnswer.Column("tagged", "text"),
            new SqlAnswer.Column("nothing", "text"));
    assertThat(answer.rows())
        .containsExactly(Arrays.asList("local", "42", ":no", "t", ":nor", null));
  }

  @Test
  void changesNothingUnlessItMay() {
    String change = "update operator_latches set reason = 'x'";
    for (String attempt : List.of(change, "commit; " + change)) {
      refused(ExitCode.REFUSED, "add --write", () -> read(attempt, Map.of()));
    }
    assertThat(read("select count(*) from operator_latches where reason = 'x'", Map.of()).rows())
        .containsExactly(List.of("0"));
    SqlAnswer done =
        new SqlSession(database, true)
            .run(change + " where name = :n", Map.of("n", "panic"))
            .getFirst();
    assertThat(done.changed()).isEqualTo(1);
  }

  @Test
  void nothingIsKeptOfStatementsOfWhichOneFails() {
    refused(
        ExitCode.FAILED,
        "does not exist",
        () ->
            new SqlSession(database, true)
                .run("insert into users (name) values ('half'); select * from nowhere", Map.of()));
    assertThat(read("select count(*) from users where name = 'half'", Map.of()).rows())
        .containsExactly(List.of("0"));
  }

  @Test
  void saysWhichParameterIsMissingOrSurplus() {
    refused(ExitCode.USAGE, "no value for :dep", () -> read("select :dep", Map.of()));
    refused(ExitCode.USAGE, "no parameter :x", () -> read("select 1", Map.of("x", "1")));
  }

  private SqlAnswer read(String sql, Map<String, String> parameters) {
    return new SqlSession(database, false).run(sql, parameters).getFirst();
  }

  private static void refused(ExitCode exit, String words, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.exit()).isEqualTo(exit))
        .hasMessageContaining(words);
  }
}
