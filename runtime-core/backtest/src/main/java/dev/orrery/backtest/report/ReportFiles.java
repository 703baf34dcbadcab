package dev.orrery.backtest.report;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a report goes: a folder, which gets {@code report.html}, {@code report.json}, {@code
 * trades.csv} and {@code equity.csv}, or one file that ends with {@code .html}. Files of earlier
 * reports are replaced, others never. A file is whole or not there: each is written beside its
 * place and moved.
 */
public final class ReportFiles {
  private static final int HEAD = 512;

  private final Path target;
  private final boolean page;

  private ReportFiles(Path target) {
    this.target = target;
    this.page = target.getFileName() != null && target.getFileName().toString().endsWith(".html");
  }

  /**
   * At a place, which is looked at but not touched yet.
   *
   * @throws ProblemException REFUSED when something else is there
   */
  public static ReportFiles at(Path target) {
    ReportFiles files = new ReportFiles(target);
    files.check();
    return files;
  }

  private void check() {
    if (page ? Files.isDirectory(target) : Files.exists(target) && !Files.isDirectory(target)) {
      throw refused(target, page ? "is a folder" : "is a file, not a folder");
    }
    for (Kind kind : kinds()) {
      Path file = place(kind);
      if (Files.exists(file) && !kind.wrote(file)) {
        throw refused(file, "is there and is no report");
      }
    }
  }

  private static ProblemException refused(Path file, String cause) {
    return new ProblemException(
        Problem.refused("report " + file, cause, "name another place, or move it away"));
  }

  private Kind[] kinds() {
    return page ? new Kind[] {Kind.PAGE} : Kind.values();
  }

  private Path place(Kind kind) {
    return page ? target : target.resolve(kind.file);
  }

  /**
   * Writes it.
   *
   * @return the page
   * @throws ProblemException when something else has come there, or it cannot be written
   */
  public Path write(Report report) {
    check();
    Map<Path, Path> written = new LinkedHashMap<>();
    try {
      Path folder = page ? target.toAbsolutePath().getParent() : target;
      if (folder != null) {
        Files.createDirectories(folder);
      }
      for (Kind kind : kinds()) {
        Path file = place(kind);
        Path beside = file.resolveSibling("." + file.getFileName() + ".part");
        written.put(beside, file);
        Files.writeString(beside, kind.text(report));
      }
      for (Map.Entry<Path, Path> each : written.entrySet()) {
        Files.move(each.getKey(), each.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new ProblemException(
          Problem.refused(
              "report " + target, "cannot be written: " + IoFailure.cause(e), "name another place"),
          e);
    } finally {
      written.keySet().forEach(ReportFiles::remove);
    }
    return place(Kind.PAGE);
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a report, and how one is known again. */
  private enum Kind {
    PAGE("report.html"),
    JSON("report.json"),
    TRADES("trades.csv"),
    EQUITY("equity.csv");

    private final String file;

    Kind(String file) {
      this.file = file;
    }

    String text(Report report) {
      return switch (this) {
        case PAGE -> ReportPage.of(report);
        case JSON -> ReportJson.of(report) + "\n";
        case TRADES -> lines(ReportCsv.trades(report));
        case EQUITY -> lines(ReportCsv.equity(report));
      };
    }

    private static String lines(Stream<String> lines) {
      return lines.map(line -> line + "\n").collect(Collectors.joining());
    }

    boolean wrote(Path existing) {
      try (InputStream in = Files.newInputStream(existing)) {
        String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        return switch (this) {
          case PAGE -> head.contains(ReportPage.MARK);
          case JSON -> head.startsWith(ReportJson.BEGINNING);
          case TRADES -> head.startsWith(ReportCsv.tradeNames() + "\n");
          case EQUITY -> head.startsWith(ReportCsv.EQUITY_NAMES + "\n");
        };
      } catch (IOException e) {
        return false;
      }
    }
  }
}
