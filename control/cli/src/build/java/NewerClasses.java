import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Brings a library's classes to a format that the JVM can keep in its cache of loaded classes.
 *
 * <p>Classes in a format before Java 6 carry no stack maps. The JVM then infers the types of each
 * method anew at every start, and takes none of them into the cache. Here the same code is written
 * with stack maps, in the format of Java 8, and verified.
 */
final class NewerClasses {
  private static final int FIRST_WITH_STACK_MAPS = 50;

  private NewerClasses() {}

  /** Rewrites a jar in place. What of it is new enough stays as it is. */
  static void in(Path jar) throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".part");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        JarFile file = new JarFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(rewritten))) {
      ClassFile format =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ConstantPoolSharingOption.NEW_POOL,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader).cached()));
      for (JarEntry entry : Collections.list(file.entries())) {
        byte[] bytes;
        try (var in = file.getInputStream(entry)) {
          bytes = in.readAllBytes();
        }
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(isClass(entry.getName()) ? newer(format, entry.getName(), bytes) : bytes);
      }
    }
    Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] newer(ClassFile format, String name, byte[] bytes) {
    ClassModel model = format.parse(bytes);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return bytes;
    }
    byte[] newer =
        format.transformClass(
            model,
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                .andThen(
                    (builder, element) -> {
                      if (element instanceof ClassFileVersion) {
                        builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                      } else {
                        builder.with(element);
                      }
                    }));
    List<VerifyError> wrong = format.verify(newer);
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(name + " does not verify", wrong.getFirst());
    }
    return newer;
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class") && !name.endsWith("module-info.class");
  }
}
