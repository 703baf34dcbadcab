package dev.orrery.control.skill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.skill.JarVerifier.Verdict;
import dev.orrery.kernel.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerifyingChildTest {
  @Test
  void tellsWhatTheJarOffers() {
    assertThat(verify("loads \"a\", \"b\"")).isEqualTo(new Verdict.Loads(List.of("a", "b")));
  }

  @Test
  void refusesWhatARunnerWouldAndNamesTheFileAsItCame() {
    assertThat(verify("refused calls exit"))
        .isEqualTo(new Verdict.Refused("jar mine.jar: calls exit"));
    assertThat(verify("loads ")).isEqualTo(new Verdict.Refused("offers no strategy"));
  }

  @Test
  void givesItNoEnvironmentAndNothingToRead() {
    assertThat(verify("environment")).isEqualTo(new Verdict.Refused("0 variables"));
    assertThat(verify("reads")).isEqualTo(new Verdict.Refused("0 bytes"));
  }

  @Test
  void endsWhatHangs() {
    long before = ProcessHandle.current().children().count();
    assertThat(child(Duration.ofSeconds(2)).verify("mine.jar", bytes("hangs")))
        .isEqualTo(new Verdict.Refused("does not load within 2 s, and was ended"));
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive).count())
        .isLessThanOrEqualTo(before);
  }

  @Test
  void blamesAJarThatEndsTheProcess() {
    assertThat(verify("dies out of memory"))
        .isEqualTo(
            new Verdict.Refused(
                "ends the process that loads it with exit code 77: it was out of memory"));
  }

  @Test
  void blamesNoJarForAnAnswerThatIsNone() {
    assertThatThrownBy(() -> verify("nonsense"))
        .isInstanceOf(ProblemException.class)
        .hasMessage("jar mine.jar: cannot be verified: the answer is no JSON");
    assertThatThrownBy(() -> verify("[]"))
        .hasMessage("jar mine.jar: cannot be verified: the answer says nothing of it");
  }

  private static Verdict verify(String jar) {
    return child(Duration.ofMinutes(2)).verify("mine.jar", bytes(jar));
  }

  private static VerifyingChild child(Duration deadline) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new VerifyingChild(
        List.of(
            java,
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            FakeVerify.class.getName()),
        deadline);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
