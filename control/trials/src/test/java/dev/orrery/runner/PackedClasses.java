package dev.orrery.runner;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The classes of a daemon. A virtual machine keeps what it has loaded and linked from jars in a
 * cache, and the next one starts sooner; so folders of classes are packed first.
 *
 * @param path the class path
 * @param cache what the first daemon leaves behind when it ends in order
 */
public record PackedClasses(String path, Path cache) {
  /** Of this process, packed into a folder. */
  public static PackedClasses pack(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> jars = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path home = Path.of(each);
      if (Files.isDirectory(home)) {
        Path jar = folder.resolve(jars.size() + ".jar");
        pack(home, jar);
        jars.add(jar.toString());
      } else if (Files.exists(home)) {
        jars.add(each);
      }
    }
    return new PackedClasses(String.join(File.pathSeparator, jars), folder.resolve("classes.aot"));
  }

  private static void pack(Path home, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(home)) {
      zip.setLevel(0);
      for (Path each : all.filter(it -> !it.equals(home)).sorted().toList()) {
        String name = home.relativize(each).toString().replace('\\', '/');
        // Folders too: what looks for files in one finds none without.
        zip.putNextEntry(new ZipEntry(Files.isDirectory(each) ? name + "/" : name));
        if (Files.isRegularFile(each)) {
          Files.copy(each, zip);
        }
        zip.closeEntry();
      }
    }
  }

  /** Whether the first daemon has ended, and left everything behind. */
  public boolean isComplete() {
    return Files.exists(cache);
  }

  /** What the virtual machine is told. */
  public List<String> options() {
    return List.of((isComplete() ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + cache, "-cp", path);
  }
}
