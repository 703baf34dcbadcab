package dev.orrery.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the public API to a committed list, until there is a release to compare with. A change of
 * it is deliberate: write the list anew with {@code -Dorrery.docs.write=true} and say why.
 */
class ApiSignatureTest {
  private static final Path LIST = Path.of("src/test/resources/api-signatures.txt");

  @Test
  void isAsCommitted() throws Exception {
    String now = String.join("\n", signatures()) + "\n";
    if (Boolean.getBoolean("orrery.docs.write")) {
      Files.createDirectories(LIST.getParent());
      Files.writeString(LIST, now);
    }
    assertThat(now)
        .as("the API's signatures; a deliberate change is written with -Dorrery.docs.write=true")
        .isEqualTo(Files.readString(LIST));
  }

  private static List<String> signatures()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes =
        Path.of(StrategyPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> names;
    try (Stream<Path> files = Files.walk(classes)) {
      names =
          files
              .map(file -> classes.relativize(file).toString().replace('/', '.'))
              .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .sorted()
              .toList();
    }
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      Class<?> type = Class.forName(name, false, ApiSignatureTest.class.getClassLoader());
      if (Modifier.isPublic(type.getModifiers())) {
        add(type, lines);
      }
    }
    return lines;
  }

  private static void add(Class<?> type, List<String> lines) {
    lines.add(type.toGenericString());
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers())) {
        members.add("  " + field.toGenericString());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor.getModifiers())) {
        members.add("  " + constructor.toGenericString());
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
        members.add("  " + method.toGenericString());
      }
    }
    members.sort(Comparator.naturalOrder());
    lines.addAll(members);
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
