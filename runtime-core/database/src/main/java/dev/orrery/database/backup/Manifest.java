package dev.orrery.database.backup;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a backup, as its last entry says it: one fact a line, its words apart by tabs.
 *
 * @param schemaVersion the newest migration that had been applied
 * @param takenAt by the clock of whoever took it
 * @param server version of the server it was taken from
 * @param tables in an order in which no row refers to a later table
 * @param sequences where they had come to
 * @param partitions names of the days' tables
 */
public record Manifest(
    String schemaVersion,
    String takenAt,
    String server,
    List<TableCopy> tables,
    List<SequencePlace> sequences,
    List<String> partitions) {
  static final String ENTRY = "manifest";
  private static final String MAGIC = "orrery-backup\t1";

  /** Copies. */
  public Manifest {
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    partitions = List.copyOf(partitions);
  }

  /**
   * The rows of one table.
   *
   * @param name with its schema
   * @param columns in the order they are in
   * @param sha256 of its entry, in hexadecimal digits
   */
  public record TableCopy(String name, List<String> columns, long rows, String sha256) {
    /** Copies. */
    public TableCopy {
      columns = List.copyOf(columns);
    }
  }

  /** Where a sequence had come to, and whether that number was given to somebody. */
  record SequencePlace(String name, long value, boolean called) {}

  /** All rows. */
  public long rows() {
    return tables.stream().mapToLong(TableCopy::rows).sum();
  }

  byte[] bytes() {
    List<String> lines = new ArrayList<>();
    lines.add(MAGIC);
    lines.add("schema\t" + schemaVersion);
    lines.add("taken-at\t" + takenAt);
    lines.add("server\t" + server);
    for (TableCopy table : tables) {
      lines.add(
          String.join(
              "\t",
              "table",
              table.name(),
              String.valueOf(table.rows()),
              table.sha256(),
              String.join(",", table.columns())));
    }
    for (SequencePlace place : sequences) {
      lines.add("sequence\t" + place.name() + "\t" + place.value() + "\t" + place.called());
    }
    partitions.forEach(name -> lines.add("partition\t" + name));
    lines.add("end");
    return String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads one.
   *
   * @throws ProblemException REFUSED when it is none, or of another kind than this program writes
   */
  static Manifest read(String file, byte[] bytes) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(MAGIC) || !lines.getLast().equals("end")) {
      throw unreadable(file, "its manifest is none that this program knows");
    }
    String schema = "";
    String takenAt = "";
    String server = "";
    List<TableCopy> tables = new ArrayList<>();
    List<SequencePlace> sequences = new ArrayList<>();
    List<String> partitions = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      List<String> words = List.of(line.split("\t", -1));
      switch (words.getFirst()) {
        case "schema" -> schema = words.get(1);
        case "taken-at" -> takenAt = words.get(1);
        case "server" -> server = words.get(1);
        case "table" ->
            tables.add(
                new TableCopy(
                    words.get(1),
                    List.of(words.get(4).split(",")),
                    Long.parseLong(words.get(2)),
                    words.get(3)));
        case "sequence" ->
            sequences.add(
                new SequencePlace(
                    words.get(1),
                    Long.parseLong(words.get(2)),
                    Boolean.parseBoolean(words.get(3))));
        case "partition" -> partitions.add(words.get(1));
        default -> throw unreadable(file, "its manifest has a line '" + words.getFirst() + "'");
      }
    }
    return new Manifest(schema, takenAt, server, tables, sequences, partitions);
  }

  static ProblemException unreadable(String file, String cause) {
    return new ProblemException(
        Problem.refused("backup " + file, cause, "name a file that orrery db backup has made"));
  }
}
