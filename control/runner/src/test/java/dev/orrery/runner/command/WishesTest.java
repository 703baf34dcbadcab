package dev.orrery.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.deployment.CommandKind;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WishesTest {
  private static final Wish PANIC = Wish.panic("it burns: \"all\" of it", "ada");
  private static final Wish STOP = new Wish("grid", CommandKind.STOP, "enough", "ada");

  @TempDir private Path folder;
  private final List<Wish> rows = new ArrayList<>();
  private boolean away = true;

  @Test
  void outlivesTheProcessAndIsWrittenOnceInOrderWhenTheDatabaseIsBack() throws IOException {
    Wishes killed = wishes();
    CompletableFuture<Integer> panic = killed.add(PANIC);
    killed.add(STOP);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(killed::drain);
    assertThat(panic).isNotDone();

    Wishes next = wishes();
    assertThat(next.count()).isEqualTo(2);
    away = false;
    next.drain();
    next.drain();

    assertThat(rows).containsExactly(PANIC, STOP);
    assertThat(folder.resolve("switches.pending")).doesNotExist();
    assertThat(wishes().count()).isZero();
  }

  @Test
  void tellsWhoAskedWhatCameOfItOnceItIsWritten() throws IOException {
    away = false;
    Wishes wishes = wishes();
    CompletableFuture<Integer> panic = wishes.add(PANIC);
    wishes.drain();
    assertThat(panic).isCompletedWithValue(1);
  }

  @Test
  void keepsNoControlCharactersForNoTableTakesThem() {
    assertThat(Wish.panic("a\u0000b\nc", "ada").reason()).isEqualTo("a b c");
  }

  @Test
  void refusesAFileThatCannotBeReadForItMayHoldAPanic() throws IOException {
    Files.writeString(folder.resolve("switches.pending"), "{\"kind\": \"pau");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(this::wishes)
        .satisfies(refused -> {
          assertThat(refused.problems().getFirst().exit()).isEqualTo(ExitCode.FAILED);
          assertThat(refused.problems().getFirst().subject()).endsWith("switches.pending");
        });
  }

  private Wishes wishes() {
    return Wishes.in(
        folder,
        wish -> {
          if (away) {
            throw new IllegalStateException("the database is away");
          }
          rows.add(wish);
          return 1;
        });
  }
}
