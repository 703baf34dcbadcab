package dev.orrery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0MB, 0, 0MB",
    "512KB, 524288, 512KB",
    "256MB, 268435456, 256MB",
    "1 GB, 1073741824, 1GB",
    "2048MB, 2147483648, 2GB",
    "1536KB, 1572864, 1536KB",
    "999999999GB, 1073741822926258176, 999999999GB",
  })
  void isReadAndWrittenWithItsUnit(String text, long bytes, String printed) {
    ByteSize size = ByteSize.read(text);
    assertThat(size.bytes()).isEqualTo(bytes);
    assertThat(size.toString()).isEqualTo(printed);
    assertThat(ByteSize.read(printed)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "256, write 256MB",
    "1.5GB, 'a whole number and one of KB, MB, GB'",
    "-1MB, 'a whole number and one of KB, MB, GB'",
    "1TB, 'a whole number and one of KB, MB, GB'",
    "'', 'a whole number and one of KB, MB, GB'",
  })
  void saysHowToWriteIt(String text, String expected) {
    assertThatThrownBy(() -> ByteSize.read(text))
        .isInstanceOfSatisfying(
            Mismatch.class, mismatch -> assertThat(mismatch.wayOut()).isEqualTo(expected));
  }

  @Test
  void isNeverNegative() {
    assertThatThrownBy(() -> new ByteSize(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
