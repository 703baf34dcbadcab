package dev.orrery.cli.print;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A table of text: columns as wide as they need to be, numbers to the right, the last column as
 * long as it is. Where room is short, columns that can be spared are left out. Confined to one
 * thread.
 */
public final class TextTable {
  private static final int GAP = 2;
  private static final int LEAST = 20;

  /** One cell: its text, and how it is coloured once it is padded. */
  private record Cell(String text, UnaryOperator<String> ink) {
    Cell cut(int room) {
      return length(text) <= room ? this : new Cell(text.substring(0, room - 1) + "…", ink);
    }
  }

  private final List<String> titles = new ArrayList<>();
  private final List<Boolean> rightward = new ArrayList<>();
  private final List<Integer> spared = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();
  private final Ink ink;
  private boolean cut;

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
    spared.add(0);
    return this;
  }

  /**
   * The column can be spared.
   *
   * @param sooner one with a higher number is left out before one with a lower
   */
  public TextTable spare(int sooner) {
    spared.set(spared.size() - 1, sooner);
    return this;
  }

  /** The last column is cut where room is short, instead of running over. */
  public TextTable cut() {
    cut = true;
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
    return lines(Integer.MAX_VALUE);
  }

  /** The same within so many columns of a terminal, as far as columns can be spared. */
  public List<String> lines(int columns) {
    int[] widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          rows.stream()
              .mapToInt(row -> column < row.size() ? length(row.get(column).text()) : 0)
              .reduce(length(titles.get(i)), Math::max);
    }
    List<Integer> shown = shown(widths, columns);
    int last = widths.length - 1;
    if (cut && width(shown, widths) > columns) {
      widths[last] = Math.max(LEAST, columns - (width(shown, widths) - widths[last]));
      rows.forEach(row -> row.set(last, row.get(last).cut(widths[last])));
    }
    List<String> lines = new ArrayList<>();
    List<Cell> heads = titles.stream().map(title -> new Cell(title, ink::dim)).toList();
    lines.add(line(heads, shown, widths));
    rows.forEach(row -> lines.add(line(row, shown, widths)));
    return lines;
  }

  private List<Integer> shown(int[] widths, int columns) {
    List<Integer> shown = new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
    while (width(shown, widths) > columns) {
      Integer next = shown.stream().max(Comparator.comparing(spared::get)).orElse(0);
      if (spared.get(next) == 0) {
        return shown;
      }
      shown.removeIf(next::equals);
    }
    return shown;
  }

  private static int width(List<Integer> shown, int[] widths) {
    return shown.stream().mapToInt(i -> widths[i] + GAP).sum() - GAP;
  }

  private String line(List<Cell> cells, List<Integer> shown, int[] widths) {
    StringBuilder line = new StringBuilder();
    int first = shown.getFirst();
    for (int i : shown) {
      if (i < cells.size()) {
        Cell cell = cells.get(i);
        boolean right = rightward.get(i);
        boolean last = i == cells.size() - 1;
        String space = " ".repeat(Math.max(0, widths[i] - length(cell.text())));
        line.append(i == first ? "" : " ".repeat(GAP));
        line.append(right ? space : "").append(cell.ink().apply(cell.text()));
        line.append(right || last ? "" : space);
      }
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
