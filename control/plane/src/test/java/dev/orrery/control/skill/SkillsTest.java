package dev.orrery.control.skill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.config.run.Caps;
import dev.orrery.config.run.DefaultsConfig;
import dev.orrery.control.skill.JarVerifier.Verdict;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.SkillTable;
import dev.orrery.deployment.Users;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SkillsTest {
  private static final Caps CAPS = DefaultsConfig.defaults().paper();
  private static final byte[] JAR = "a jar".getBytes(StandardCharsets.UTF_8);

  private final Database database = TestDatabase.fresh();
  private final SkillTable table = new SkillTable(database);
  private final ArtifactTable artifacts = new ArtifactTable(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsTheBytesByDigestAndSavesAVersion() {
    Skills.Published one = skills("sma").publish(Users.LOCAL, "sma.jar", JAR, publication("10"));
    assertThat(one.version()).isEqualTo(1);
    assertThat(one.name()).isEqualTo("sma");
    assertThat(one.jar()).isEqualTo(Sha256.of(JAR));
    assertThat(artifacts.find(one.jar())).hasValueSatisfying(it -> assertThat(it).isEqualTo(JAR));
    assertThat(table.payload(Users.LOCAL, one.skill(), 1))
        .hasValue(
            new SkillPayload(
                Sha256.of(JAR),
                "sma",
                Map.of("fast", "10"),
                CAPS,
                List.of("BTC"),
                Duration.ofSeconds(60),
                "gpt"));
  }

  @Test
  void givesTheSameVersionForTheSameAndANewOneForAnythingElse() {
    Skills skills = skills("sma");
    assertThat(skills.publish(Users.LOCAL, "a.jar", JAR, publication("10")).version()).isEqualTo(1);
    assertThat(skills.publish(Users.LOCAL, "b.jar", JAR, publication("10")).version()).isEqualTo(1);
    assertThat(skills.publish(Users.LOCAL, "a.jar", JAR, publication("11")).version()).isEqualTo(2);
    byte[] other = "another".getBytes(StandardCharsets.UTF_8);
    assertThat(skills.publish(Users.LOCAL, "a.jar", other, publication("11")).version())
        .isEqualTo(3);
    assertThat(table.latest(Users.LOCAL, "sma").orElseThrow().version()).isEqualTo(3);
  }

  @Test
  void takesTheStrategyThatIsNamedAndTheNameThatIsGiven() {
    Publication named =
        new Publication("mine", "b", Map.of(), CAPS, List.of("BTC"), Duration.ofSeconds(60), null);
    Skills.Published made = skills("a", "b").publish(Users.LOCAL, "two.jar", JAR, named);
    assertThat(made.name()).isEqualTo("mine");
    assertThat(table.payload(Users.LOCAL, made.skill(), 1).orElseThrow().strategy()).isEqualTo("b");
    refuses(
        skills("a", "b"),
        Publication.with(CAPS),
        "jar two.jar: offers several strategies (it offers a, b)");
    refuses(skills("a", "c"), named, "jar two.jar: does not offer the strategy b (it offers a, c)");
  }

  @Test
  void keepsNothingOfWhatIsRefused() {
    Skills refusing =
        new Skills((name, jar) -> new Verdict.Refused("calls exit"), artifacts, table);
    refuses(
        refusing, Publication.with(CAPS), "jar two.jar: calls exit (see: orrery plugins verify)");
    refuses(
        skills("../x"),
        Publication.with(CAPS),
        "skill ../x: is no name: letters, digits, dot, dash and underscore, 64 at most"
            + " (choose another with --name)");
    assertThat(artifacts.find(Sha256.of(JAR))).isEmpty();
    assertThat(table.latest(Users.LOCAL, "sma")).isEmpty();
  }

  @Test
  void doesNotHandOutWhatWasChangedInTheTable() {
    artifacts.put("a.jar", JAR);
    database.jdbi().useHandle(handle -> handle.execute("update artifacts set bytes = 'x'"));
    assertThatThrownBy(() -> artifacts.find(Sha256.of(JAR)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("was changed in its table");
  }

  private void refuses(Skills skills, Publication publication, String line) {
    assertThatThrownBy(() -> skills.publish(Users.LOCAL, "two.jar", JAR, publication))
        .isInstanceOf(ProblemException.class)
        .hasMessage(line);
  }

  private Skills skills(String... offered) {
    return new Skills((name, jar) -> new Verdict.Loads(List.of(offered)), artifacts, table);
  }

  private static Publication publication(String fast) {
    return new Publication(
        null, null, Map.of("fast", fast), CAPS, List.of("BTC"), Duration.ofSeconds(60), "gpt");
  }
}
