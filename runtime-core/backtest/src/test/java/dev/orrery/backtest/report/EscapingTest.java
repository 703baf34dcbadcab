package dev.orrery.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strategies and operators call things is text, wherever a report shows it. */
class EscapingTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "]]>&lt;&amp;\u2028\u2029\u0000\b",
        "=HYPERLINK(\"http://127.0.0.1\",\"x\"),1\n2"
      })
  void hostileTextStaysText(String text) throws Exception {
    RunRecorder recorder = Reports.over(3);
    Reports.price(recorder, 1, 100);
    Reports.trade(recorder, 1, Side.BUY, "1", "100", text);
    Reports.price(recorder, 2, 110);
    Reports.trade(recorder, 2, Side.SELL, "1", "110", text);
    Reports.price(recorder, 3, 110);
    recorder.ends();
    Report report =
        Reports.of(recorder, text, "{\"p\":" + Json.text(text) + "}", List.of("note " + text));
    ReportFiles.at(folder).write(report);

    String page = Files.readString(folder.resolve("report.html"));
    String ours = page.replace(PageParts.read().style(), "");
    for (String script : PageParts.read().scripts()) {
      ours = ours.replace(script, "");
    }
    assertThat(count(ours, "<script")).as("elements of script").isEqualTo(4);
    assertThat(count(ours, "</script")).isEqualTo(4);
    String data = data(page);
    assertThat(ours.replace(data, "")).doesNotContain("<img", "<!--", "onerror=alert(1)>", "' on");
    assertThat(data).doesNotContain("<", ">", "\u2028");
    assertThat(report.trades().getFirst().why()).isEqualTo(OrderNotes.shortened(text));

    List<String> rows = Files.readAllLines(folder.resolve("trades.csv"));
    String csv = Files.readString(folder.resolve("trades.csv"));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(2);
    assertThat(csv).doesNotContain(",=HYPERLINK", ",\"=HYPERLINK");
    assertThat(count(csv.replaceAll("\"(?:[^\"]|\"\")*\"", "quoted"), "\n"))
        .as("a line of names and one of a trade")
        .isEqualTo(2);
  }

  private static String data(String page) {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"report\">(.*?)</script>")
            .matcher(page);
    assertThat(data.find()).isTrue();
    return data.group(1);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void onlyOurScriptsMayRunAndNothingBeFetched() {
    assertThat(PageParts.read().policy())
        .startsWith("default-src 'none'; base-uri 'none'; form-action 'none'")
        .containsPattern("script-src( 'sha256-[A-Za-z0-9+/=]{44}'){3}$");
  }
}
