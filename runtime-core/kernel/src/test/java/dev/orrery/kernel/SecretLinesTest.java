package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretLinesTest {
  @Test
  void whatIsWrittenIsRead() throws IOException {
    Map<String, Secret> secrets =
        Map.of("PASSWORD", Secret.of("p=a\nß"), "EMPTY", Secret.of(""), "KEY", Secret.of("k"));
    assertThat(SecretLines.read(new ByteArrayInputStream(SecretLines.write(secrets))))
        .isEqualTo(secrets);
  }

  @Test
  void nothingAndBlankLinesAreNoSecrets() throws IOException {
    assertThat(SecretLines.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
    assertThat(SecretLines.read(new ByteArrayInputStream(new byte[] {'\n', '\n'}))).isEmpty();
  }

  @Test
  void aBadLineIsNamedButNotShown() {
    byte[] lines = "A=YQ==\nhunter2\n".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> SecretLines.read(new ByteArrayInputStream(lines)))
        .isInstanceOf(IOException.class)
        .hasMessage("line 2 of the secrets is no name=base64");
  }
}
