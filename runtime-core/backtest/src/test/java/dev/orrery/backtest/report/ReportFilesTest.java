package dev.orrery.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  @TempDir private static Path shared;
  private static Report report;

  @TempDir private Path folder;

  @BeforeAll
  static void run() throws Exception {
    report = TenBars.report(shared);
  }

  @Test
  void aFolderGetsFourFilesAndAPageAloneOne() throws IOException {
    ReportFiles.at(folder.resolve("a/b")).write(report);
    assertThat(folder.resolve("a/b").toFile().list())
        .containsExactlyInAnyOrder("report.html", "report.json", "trades.csv", "equity.csv");
    assertThat(ReportFiles.at(folder.resolve("one.html")).write(report)).hasFileName("one.html");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a", "one.html");
    assertThat(folder.resolve("one.html"))
        .hasSameTextualContentAs(folder.resolve("a/b/report.html"));
  }

  @Test
  void replacesAnEarlierReportAndLeavesTheRestAlone() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    ReportFiles.at(folder).write(report);
    String page = Files.readString(folder.resolve("report.html"));
    Files.writeString(folder.resolve("report.html"), page.substring(0, 2_000));
    ReportFiles.at(folder).write(report);
    assertThat(folder.resolve("report.html")).hasContent(page);
    assertThat(folder.resolve("mine.txt")).hasContent("mine");
    assertThat(folder.toFile().list()).hasSize(5);
  }

  @Test
  void refusesToReplaceWhatIsNoReport() throws IOException {
    Path thesis = Files.writeString(folder.resolve("thesis.html"), "<!doctype html><h1>Mine</h1>");
    assertRefused(thesis, "thesis.html: is there and is no report");
    Path plain = Files.writeString(folder.resolve("plain"), "mine");
    assertRefused(plain, "plain: is a file, not a folder");
    assertRefused(Files.createDirectory(folder.resolve("dir.html")), "dir.html: is a folder");
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("trades.csv"), "my,own,trades\n");
    assertRefused(out, "trades.csv: is there and is no report");
    assertThat(thesis).hasContent("<!doctype html><h1>Mine</h1>");
    assertThat(out.toFile().list()).containsExactly("trades.csv");
  }

  @Test
  void leavesNothingHalfWhenSomethingComesInItsWay() throws IOException {
    Path out = folder.resolve("out");
    ReportFiles files = ReportFiles.at(out);
    Files.createDirectories(out);
    Files.writeString(out.resolve("equity.csv"), "came meanwhile\n");
    assertThatThrownBy(() -> files.write(report)).isInstanceOf(ProblemException.class);
    assertThat(out.toFile().list()).containsExactly("equity.csv");
  }

  private static void assertRefused(Path target, String line) {
    assertThatThrownBy(() -> ReportFiles.at(target))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(line)
        .satisfies(e ->
            assertThat(((ProblemException) e).problems().getFirst().exit())
                .isEqualTo(ExitCode.REFUSED));
  }
}
