package dev.orrery.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.PlaneBench;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token of whoever may read a data directory. */
final class LocalTokenTest {
  @TempDir Path folder;

  private final PlaneBench bench = new PlaneBench();
  private final ApiTokenTable tokens = new ApiTokenTable(bench.database);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void isShownOnceAndReadableByItsOwnerOnly() throws IOException {
    LocalToken made = keep();
    assertThat(Files.readString(made.file()).strip()).isEqualTo(fresh(made));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.file())))
        .isEqualTo("rw-------");
    assertThat(tokens.caller(fresh(made)).orElseThrow().operator()).isTrue();
    assertThat(keep().fresh()).isNull();
  }

  @Test
  void isMadeAnewWhenItsFileIsLostAndTheOldOneCountsNoMore() throws IOException {
    LocalToken lost = keep();
    Files.delete(lost.file());
    LocalToken made = keep();
    assertThat(tokens.caller(fresh(made))).isPresent();
    assertThat(tokens.caller(fresh(lost))).isEmpty();
  }

  @Test
  void isMadeAnewWhenTheDatabaseDoesNotKnowIt() throws IOException {
    Files.writeString(folder.resolve("token"), "orr_of_another_database\n");
    assertThat(tokens.caller(fresh(keep()))).isPresent();
  }

  private LocalToken keep() throws IOException {
    return LocalToken.keep(folder.resolve("token"), tokens, PlaneBench.ALICE);
  }

  private static String fresh(LocalToken token) {
    Secret fresh = token.fresh();
    return Objects.requireNonNull(fresh).reveal();
  }
}
