package dev.orrery.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiVersionTest {
  @Test
  void runsWhatWasBuiltForTheSameMajorAndNoLaterMinor() {
    ApiVersion offered = new ApiVersion(2, 3);
    assertThat(offered.runs(new ApiVersion(2, 3))).isTrue();
    assertThat(offered.runs(new ApiVersion(2, 0))).isTrue();
    assertThat(offered.runs(new ApiVersion(2, 4))).isFalse();
    assertThat(offered.runs(new ApiVersion(1, 3))).isFalse();
    assertThat(offered.runs(new ApiVersion(3, 0))).isFalse();
  }

  @Test
  void readsTwoOrThreeNumbers() {
    assertThat(ApiVersion.parse(" 1.0 ")).contains(new ApiVersion(1, 0));
    assertThat(ApiVersion.parse("12.34.5")).contains(new ApiVersion(12, 34));
    assertThat(ApiVersion.parse("1")).isEmpty();
    assertThat(ApiVersion.parse("1.x")).isEmpty();
  }

  @Test
  void isTheOneInTheManifestOfThePluginApi() throws Exception {
    String pom = Files.readString(Path.of("../../plugin-api/pom.xml"));
    assertThat(pom).contains("<Orrery-Api-Version>" + ApiVersion.OFFERED + "</Orrery-Api-Version>");
  }
}
