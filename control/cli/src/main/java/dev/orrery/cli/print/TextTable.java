package dev.orrery.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table of text: columns as wide as they need to be, numbers to the right, the last column as
 * long as it is. Confined to one thread.
 */
public final class TextTable {
  /** One cell: its text, and how it is coloured once it is padded. */
  private record Cell(String text, UnaryOperator<String> ink) {}

  private final List<String> titles = new ArrayList<>();
  private final List<Boolean> rightward = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();
  private final Ink ink;

  public TextTable(Ink ink) {
    this.ink = ink;
  }

  /** A column of words. */
  public TextTable words(String title) {
    return column(title, false);
  }

  /** A column of numbers. */
  public TextTable numbers(String title) {
    return column(title, true);
  }

  private TextTable column(String title, boolean right) {
    titles.add(title);
    rightward.add(right);
    return this;
  }

  /** Begins a row. */
  public TextTable row() {
    rows.add(new ArrayList<>());
    return this;
  }

  /** The next cell of the row. */
  public TextTable cell(Object text) {
    return cell(text, UnaryOperator.identity());
  }

  /** The next cell, coloured. */
  public TextTable cell(Object text, UnaryOperator<String> colour) {
    rows.getLast().add(new Cell(oneLine(String.valueOf(text)), colour));
    return this;
  }

  /** The lines, titles first. */
  public List<String> lines() {
    int[] widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          rows.stream()
              .mapToInt(row -> column < row.size() ? length(row.get(column).text()) : 0)
              .reduce(length(titles.get(i)), Math::max);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(titles.stream().map(title -> new Cell(title, ink::dim)).toList(), widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private String line(List<Cell> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      boolean right = rightward.get(i);
      boolean last = i == cells.size() - 1;
      String space = " ".repeat(Math.max(0, widths[i] - length(cell.text())));
      line.append(i == 0 ? "" : "  ");
      line.append(right ? space : "").append(cell.ink().apply(cell.text()));
      line.append(right || last ? "" : space);
    }
    return line.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String oneLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end) + " …";
  }
}
