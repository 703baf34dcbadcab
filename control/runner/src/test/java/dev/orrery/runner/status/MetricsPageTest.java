package dev.orrery.runner.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Path FILE = Path.of("..", "..", "docs", "metrics.md");

  @Test
  void thePageIsWhatTheMetersSay() throws IOException {
    if (Boolean.getBoolean("orrery.docs.write")) {
      Files.writeString(FILE, MetricsPage.text());
    }
    assertThat(Files.readString(FILE))
        .as("docs/metrics.md; write it anew with -Dorrery.docs.write=true")
        .isEqualTo(MetricsPage.text());
  }

  @Test
  void noTwoMetersShareAName() {
    assertThat(MetricsPage.meters()).extracting(meter -> meter.name()).doesNotHaveDuplicates();
  }
}
