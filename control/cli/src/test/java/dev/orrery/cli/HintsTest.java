package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer tells people to type can be typed. */
class HintsTest {
  private final Orrery orrery = new Orrery(Captured.plain().console());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          paused (orrery resume grid)                  | paused (./orrery resume --data-dir d grid)
          orrery decision 3f00 shows it whole          | ./orrery decision --data-dir d 3f00 shows it whole
          orrery decisions lists them                  | ./orrery decisions --data-dir d lists them
          orrery strategies release grid               | ./orrery strategies release --data-dir d grid
          orrery strategies shows how it stands        | ./orrery strategies --data-dir d shows how it stands
          start it with orrery run                     | start it with ./orrery run --data-dir d
          orrery plugins verify x.jar                  | ./orrery plugins verify x.jar
          see logs/orrery.log                          | see logs/orrery.log
          start orrery run, or use --data-dir          | start ./orrery run, or use --data-dir
          an orrery is a clockwork                     | an orrery is a clockwork
          """)
  void namesTheCommandAndTheDataDirectory(String text, String whole) {
    assertThat(new Hints(orrery::commandLine, "./orrery", Optional.of("d")).in(text))
        .isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "orrery decision 3f00 shows it, orrery decision 3f00 shows it",
    "orrery run, orrery run"
  })
  void leavesOutWhatWasNotGiven(String text, String whole) {
    assertThat(new Hints(orrery::commandLine, "orrery", Optional.empty()).in(text))
        .isEqualTo(whole);
  }
}
