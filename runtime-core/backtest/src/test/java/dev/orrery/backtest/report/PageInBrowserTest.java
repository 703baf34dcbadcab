package dev.orrery.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.api.action.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, where there is one. */
class PageInBrowserTest {
  private static final String ROWS = "[...document.querySelectorAll('#list tr.trade')]";

  @TempDir private static Path folder;

  private static Path page;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    assumeTrue(Browser.present(), "needs Chromium");
    RunRecorder recorder = Reports.over(700);
    for (int minute = 1; minute <= 700; minute++) {
      double price = 100 + 10 * StrictMath.sin(minute / 40.0);
      Reports.price(recorder, minute, price);
      long at = Reports.at(minute).toEpochMilli();
      recorder.recorded(at, Map.of("regime", Math.floor(minute / 200.0), "wave", price));
      if (minute % 2 == 0) {
        Side side = minute % 4 == 0 ? Side.SELL : Side.BUY;
        String shown = String.format(Locale.ROOT, "%.2f", price);
        String reason = minute == 42 ? "</script><b id=evil>" : "reason " + minute;
        Reports.trade(recorder, minute, side, "1", shown, reason);
      }
    }
    page = folder.resolve("report.html");
    ReportFiles.at(page).write(Reports.of(recorder));
    browser = Browser.start();
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280,900,false", "1280,900,true", "375,800,false", "375,800,true", "800,600,false"})
  void fitsItsWindowWithoutAComplaint(int width, int height, boolean dark) throws Exception {
    browser.open(page, width, height, dark);
    assertFits();
    assertThat(browser.value("document.querySelectorAll('canvas').length")).isEqualTo("3");
    String paper = browser.value("getComputedStyle(document.body).backgroundColor");
    browser.value("document.getElementById('theme').click()");
    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isNotEqualTo(paper);
    assertThat(browser.complaints()).isEmpty();
  }

  private static void assertFits() throws Exception {
    String root = "document.documentElement";
    assertThat(Integer.parseInt(browser.value(root + ".scrollWidth")))
        .isLessThanOrEqualTo(Integer.parseInt(browser.value(root + ".clientWidth")));
  }

  @Test
  void fitsPaperWhateverTheScreenWas() throws Exception {
    browser.open(page, 1280, 900, true);
    browser.print(700);
    assertFits();
    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void tradesAreSortedAndFiltered() throws Exception {
    browser.open(page, 1280, 900, false);
    assertThat(browser.value(ROWS + ".length")).isEqualTo("100");
    assertThat(browser.value("document.getElementById('found').textContent"))
        .startsWith("175 of 175, profit ");
    browser.value("document.getElementById('more').click()");
    assertThat(browser.value(ROWS + ".length")).isEqualTo("175");

    browser.value("document.querySelector('[data-sort=net]').click()");
    assertThat(nets()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    browser.value("document.querySelector('[data-sort=net]').click()");
    assertThat(nets()).isSorted();

    choose("ended", "won");
    assertThat(nets()).isNotEmpty().allSatisfy(net -> assertThat(net).isPositive());
    choose("ended", "");
    choose("side", "short");
    assertThat(browser.value(ROWS + ".length")).isEqualTo("0");
    choose("side", "");
    choose("find", "reason 342");
    assertThat(browser.value(ROWS + ".length")).isEqualTo("1");
    browser.value(ROWS + "[0].click()");
    assertThat(browser.value("document.querySelector('tr.more').textContent"))
        .contains("opened becausereason 342", "closed becausereason 344");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatAStrategySaysIsOnlyText() throws Exception {
    browser.open(page, 1280, 900, false);
    choose("find", "evil");
    browser.value(ROWS + "[0].click()");
    assertThat(browser.value("document.querySelector('tr.more dd').textContent"))
        .isEqualTo("</script><b id=evil>");
    assertThat(browser.value("document.getElementById('evil')")).isEqualTo("null");
  }

  private static void choose(String id, String value) throws Exception {
    browser.value(
        "(it => { it.value = '%s'; it.dispatchEvent(new Event('input')); })".formatted(value)
            + "(document.getElementById('%s'))".formatted(id));
  }

  private static List<Double> nets() throws Exception {
    String numbers =
        browser.value(ROWS + ".map(row => trades[row.dataset.number - 1].net).join(' ')");
    return numbers.isEmpty()
        ? List.of()
        : List.of(numbers.split(" ")).stream().map(Double::valueOf).toList();
  }
}
