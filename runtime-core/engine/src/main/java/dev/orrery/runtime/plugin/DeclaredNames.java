package dev.orrery.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names of a refused jar's strategies, read off the code of {@code name()} without running it. A
 * configuration that mentions one of them is not wrong: it is the jar that is.
 */
final class DeclaredNames {
  private static final Logger log = LoggerFactory.getLogger(DeclaredNames.class);

  private DeclaredNames() {}

  /** As many as can be told; perhaps none. */
  static Set<String> in(StrategyArchive archive) {
    Set<String> names = new HashSet<>();
    for (ArchivePart part : archive.parts()) {
      try (JarFile jar = new JarFile(part.kept().toFile(), false)) {
        for (String className : providers(jar)) {
          JarEntry entry = jar.getJarEntry(className.replace('.', '/') + ".class");
          if (entry != null) {
            constant(read(jar, entry)).ifPresent(names::add);
          }
        }
      } catch (IOException | IllegalArgumentException | PluginFault e) {
        log.debug("no names in refused plugin jar={} cause={}", archive.fileName(), e.toString());
      }
    }
    return names;
  }

  private static List<String> providers(JarFile jar) throws IOException, PluginFault {
    ServiceFiles services = new ServiceFiles();
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (entry.getName().startsWith(ServiceFiles.FOLDER)) {
        services.offer(entry.getName(), read(jar, entry));
      }
    }
    return services.found().stream().map(ServiceFiles.Provider::className).toList();
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readNBytes(1 << 20);
    }
  }

  private static Optional<String> constant(byte[] classBytes) {
    for (MethodModel method : ClassFile.of().parse(classBytes).methods()) {
      if (method.methodName().equalsString("name")
          && method.methodType().equalsString("()Ljava/lang/String;")
          && method.code().isPresent()) {
        List<CodeElement> code =
            method.code().get().elementList().stream()
                .filter(Instruction.class::isInstance)
                .toList();
        if (code.size() == 2
            && code.getFirst() instanceof ConstantInstruction constant
            && constant.constantValue() instanceof String name
            && code.getLast() instanceof ReturnInstruction) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }
}
