package dev.orrery.cli.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Files of a layer by their place, in order; folders are made for them. Confined to one thread. */
final class Tree {
  private static final int FILE = 0644;
  private static final int PROGRAM = 0755;

  private final Map<String, Entry> entries = new TreeMap<>();

  /** What is at a place. */
  private sealed interface Entry {
    record Folder(int mode) implements Entry {}

    record OnDisk(Path file, int mode) implements Entry {}

    record Text(String content) implements Entry {}

    record Link(String target) implements Entry {}
  }

  void folder(String place, int mode) {
    parents(place);
    entries.put(place, new Entry.Folder(mode));
  }

  void text(String place, String content) {
    parents(place);
    entries.put(place, new Entry.Text(content));
  }

  void file(String place, Path file) {
    parents(place);
    entries.put(place, new Entry.OnDisk(file, Files.isExecutable(file) ? PROGRAM : FILE));
  }

  /** All of a folder that is wanted, by its path within. */
  void all(String place, Path folder, Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String within = folder.relativize(file).toString();
        if (within.isEmpty() || !wanted.test(within)) {
          continue;
        }
        String at = place + "/" + within;
        if (Files.isSymbolicLink(file)) {
          parents(at);
          entries.put(at, new Entry.Link(Files.readSymbolicLink(file).toString()));
        } else if (!Files.isDirectory(file)) {
          file(at, file);
        }
      }
    }
  }

  void write(Tar tar) throws IOException {
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      String place = each.getKey();
      switch (each.getValue()) {
        case Entry.Folder(int mode) -> tar.folder(place, mode);
        case Entry.OnDisk(Path file, int mode) -> tar.file(place, mode, file);
        case Entry.Text(String content) ->
            tar.file(place, FILE, content.getBytes(StandardCharsets.UTF_8));
        case Entry.Link(String target) -> tar.link(place, target);
      }
    }
  }

  private void parents(String place) {
    for (int slash = place.indexOf('/'); slash > 0; slash = place.indexOf('/', slash + 1)) {
      entries.putIfAbsent(place.substring(0, slash), new Entry.Folder(PROGRAM));
    }
  }
}
