package dev.orrery.executor.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DenialReasonsPageTest {
  @Test
  void thePageIsWhatTheCodesSay() throws IOException {
    if (Boolean.getBoolean("orrery.docs.write")) {
      DenialReasonsPage.main(new String[0]);
    }
    assertThat(Files.readString(DenialReasonsPage.FILE))
        .as("docs/denial-reasons.md; write it anew with -Dorrery.docs.write=true")
        .isEqualTo(DenialReasonsPage.text());
  }
}
