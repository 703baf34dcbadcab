package dev.orrery.database.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What there is in a database that a backup has to hold. Confined to a connection's thread. */
final class Contents {
  /** The history of migrations is made by migrating, logins of runners with their next launch. */
  private static final Set<String> MADE_ANEW =
      Set.of("public.flyway_schema_history", "public.runner_roles");

  private static final String OURS = " n.nspname in ('public', 'vault') and not c.relispartition ";

  private final Connection connection;

  Contents(Connection connection) {
    this.connection = connection;
  }

  /** Whether nobody has made anything. */
  boolean isEmpty() throws SQLException {
    return texts(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                + " where c.relkind in ('r', 'p', 'v', 'S') and"
                + OURS)
        .isEmpty();
  }

  /** Tables with their columns, those that others refer to before them. */
  Map<String, List<String>> tables() throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (List<String> row :
        rows(
            """
            select n.nspname || '.' || c.relname, a.attname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              and a.attgenerated = ''
            where c.relkind in ('r', 'p') and\
            """
                + OURS
                + "order by 1, a.attnum")) {
      if (!MADE_ANEW.contains(row.getFirst())) {
        columns.computeIfAbsent(row.getFirst(), _ -> new ArrayList<>()).add(row.get(1));
      }
    }
    Map<String, Set<String>> needs = references();
    Map<String, List<String>> ordered = new LinkedHashMap<>();
    while (ordered.size() < columns.size()) {
      int before = ordered.size();
      columns.forEach((table, names) -> {
        if (ordered.keySet().containsAll(needs.getOrDefault(table, Set.of()))) {
          ordered.putIfAbsent(table, names);
        }
      });
      if (ordered.size() == before) {
        throw new IllegalStateException("tables refer to each other in a circle: " + needs);
      }
    }
    return ordered;
  }

  private Map<String, Set<String>> references() throws SQLException {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    for (List<String> row :
        rows(
            """
            select distinct fn.nspname || '.' || f.relname, tn.nspname || '.' || t.relname
            from pg_constraint k
            join pg_class f on f.oid = k.conrelid join pg_namespace fn on fn.oid = f.relnamespace
            join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
            where k.contype = 'f' and k.conrelid <> k.confrelid
            """)) {
      needs.computeIfAbsent(row.getFirst(), _ -> new LinkedHashSet<>()).add(row.get(1));
    }
    return needs;
  }

  List<Manifest.SequencePlace> sequences() throws SQLException {
    List<Manifest.SequencePlace> places = new ArrayList<>();
    for (String name :
        texts(
            "select n.nspname || '.' || c.relname from pg_class c"
                + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and"
                + OURS
                + "order by 1")) {
      List<String> place = rows("select last_value, is_called from " + name).getFirst();
      places.add(
          new Manifest.SequencePlace(
              name, Long.parseLong(place.getFirst()), place.get(1).equals("t")));
    }
    return places;
  }

  /** The days' tables, without those for what has no day of its own. */
  List<String> partitions() throws SQLException {
    return texts(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where c.relkind = 'r' and n.nspname = 'public' and c.relispartition"
            + " and c.relname ~ '_[0-9]{8}$' order by 1");
  }

  String schemaVersion() throws SQLException {
    return texts(
            "select version from public.flyway_schema_history"
                + " where success and version is not null"
                + " order by string_to_array(version, '.')::int[] desc limit 1")
        .getFirst();
  }

  String server() throws SQLException {
    return texts("show server_version").getFirst();
  }

  long count(String table) throws SQLException {
    return Long.parseLong(texts("select count(*) from " + table).getFirst());
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> texts(String sql) throws SQLException {
    return rows(sql).stream().map(List::getFirst).toList();
  }

  private List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet rows = query.executeQuery()) {
      int width = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= width; column++) {
          row.add(String.valueOf(rows.getString(column)));
        }
        all.add(row);
      }
    }
    return all;
  }
}
