package dev.orrery.cli.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A tar as it is read by others: written independently of {@link Tar}. */
final class Unpacked {
  /** Places in order, with type, mode, time and target of a link. */
  final Map<String, String> heads = new TreeMap<>();

  final Map<String, byte[]> files = new TreeMap<>();

  static Unpacked of(Path tar) throws IOException {
    try (InputStream in = Files.newInputStream(tar)) {
      return of(in);
    }
  }

  static Unpacked of(InputStream in) throws IOException {
    Unpacked read = new Unpacked();
    while (true) {
      byte[] head = in.readNBytes(512);
      String name = text(head, 345, 155);
      name = (name.isEmpty() ? "" : name + "/") + text(head, 0, 100);
      if (name.isEmpty()) {
        return read;
      }
      int sum = 0;
      for (int i = 0; i < 512; i++) {
        sum += i >= 148 && i < 156 ? ' ' : head[i] & 0xff;
      }
      if (sum != Long.parseLong(text(head, 148, 6), 8)) {
        throw new IOException("wrong sum of " + name);
      }
      int size = (int) Long.parseLong(text(head, 124, 11), 8);
      read.heads.put(
          name,
          "%c %s %d %s"
              .formatted(
                  head[156],
                  text(head, 100, 7),
                  Long.parseLong(text(head, 136, 11), 8),
                  text(head, 157, 100)));
      if (head[156] == '0') {
        read.files.put(name, in.readNBytes(size));
        in.skipNBytes((512 - size % 512) % 512);
      }
    }
  }

  /** One that has to be there. */
  byte[] file(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static String text(byte[] head, int from, int most) {
    byte[] part = Arrays.copyOfRange(head, from, from + most);
    int end = 0;
    while (end < most && part[end] != 0) {
      end++;
    }
    return new String(part, 0, end, StandardCharsets.UTF_8);
  }
}
