package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.bytecode.ClassRewriter;
import dev.orrery.runtime.bytecode.CodeBase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges a plugin before any of its code runs: every entry is read once and compared with its
 * checksum, every class with this JVM and with the plugin API. Thread-safe.
 */
final class ArchiveInspector {
  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/(\\d{1,4})/(.+)");
  private static final String API = ApiLoader.API.replace('.', '/');

  /**
   * What is known of a plugin that passed.
   *
   * @param apiVersion what it was built for; what we offer where it does not say
   * @param providers classes named in its service files
   */
  record Findings(ApiVersion apiVersion, List<ServiceFiles.Provider> providers) {}

  private final PluginLimits limits;
  private final ApiReferences references = new ApiReferences();

  ArchiveInspector(PluginLimits limits) {
    this.limits = limits;
  }

  Findings inspect(StrategyArchive archive) throws PluginFault {
    ArchiveBudget budget = new ArchiveBudget(limits);
    ServiceFiles services = new ServiceFiles();
    ApiVersion builtFor = null;
    PluginFault reference = null;
    boolean suspicious = false;
    for (ArchivePart part : archive.parts()) {
      try (JarFile jar = new JarFile(part.kept().toFile(), false)) {
        Optional<ApiVersion> stated = stated(jar, part);
        for (JarEntry entry : Collections.list(jar.entries())) {
          String name = classPath(entry.getName());
          if (name == null && !ServiceFiles.isOne(entry.getName())) {
            budget.pass(jar, entry);
            continue;
          }
          byte[] content = budget.read(jar, entry);
          services.offer(entry.getName(), content);
          if (name != null) {
            checkClass(name, content, part);
            suspicious |= isSuspicious(name, content, part);
            if (stated.isEmpty() && reference == null) {
              reference = missingReference(name, content, part);
            }
          }
        }
        builtFor = later(builtFor, stated);
      } catch (IOException e) {
        throw ArchiveReader.damaged(part.label(), e);
      }
    }
    if (builtFor != null && !ApiVersion.OFFERED.runs(builtFor)) {
      throw wrongVersion(builtFor);
    }
    if (reference != null) {
      throw reference;
    }
    List<ServiceFiles.Provider> providers = services.providers();
    if (suspicious) {
      checkCalls(archive);
    }
    return new Findings(builtFor == null ? ApiVersion.OFFERED : builtFor, providers);
  }

  private static boolean isSuspicious(String path, byte[] content, ArchivePart part)
      throws PluginFault {
    String name = className(path);
    try {
      return !ApiLoader.offers(name) && CodeBase.isSuspicious(content);
    } catch (IllegalArgumentException e) {
      throw damaged(part.within(name), e);
    }
  }

  private static void checkCalls(StrategyArchive archive) throws PluginFault {
    try {
      RefusedCalls.check(archive, ArchiveCode.findings(archive));
    } catch (IllegalArgumentException e) {
      throw damaged("a class in it", e);
    } catch (IOException e) {
      throw ArchiveReader.damaged("", e);
    }
  }

  private static Optional<ApiVersion> stated(JarFile jar, ArchivePart part)
      throws IOException, PluginFault {
    Manifest manifest = jar.getManifest();
    String text =
        manifest == null
            ? null
            : manifest.getMainAttributes().getValue(ApiVersion.MANIFEST_ATTRIBUTE);
    if (text == null) {
      return Optional.empty();
    }
    Optional<ApiVersion> version = ApiVersion.parse(text);
    if (version.isEmpty()) {
      throw new PluginFault(
          part.within(ApiVersion.MANIFEST_ATTRIBUTE)
              + " of the manifest is '"
              + text
              + "', which is no version",
          "write " + ApiVersion.OFFERED + ", or leave it out");
    }
    return version;
  }

  /** The one that asks for more. */
  private static @Nullable ApiVersion later(@Nullable ApiVersion one, Optional<ApiVersion> other) {
    if (one == null || other.isEmpty()) {
      return other.orElse(one);
    }
    return ApiVersion.OFFERED.runs(other.get()) ? one : other.get();
  }

  /** The path of a class this JVM would load; null for anything else. */
  private static @Nullable String classPath(String entryName) {
    if (!entryName.endsWith(".class") || entryName.endsWith("module-info.class")) {
      return null;
    }
    Matcher versioned = VERSIONED.matcher(entryName);
    if (versioned.matches()) {
      boolean used = Integer.parseInt(versioned.group(1)) <= Runtime.version().feature();
      return used ? versioned.group(2) : null;
    }
    return entryName;
  }

  private static void checkClass(String path, byte[] content, ArchivePart part) throws PluginFault {
    String name = part.within(className(path));
    if (content.length < 10 || (content[0] & 0xFF) != 0xCA || (content[1] & 0xFF) != 0xFE) {
      throw new PluginFault(name + " is not a class file", "build it again");
    }
    int version = ((content[6] & 0xFF) << 8) | (content[7] & 0xFF);
    if (version > ClassFile.latestMajorVersion()) {
      throw new PluginFault(
          name
              + " was compiled for Java "
              + (version - 44)
              + ", this is Java "
              + Runtime.version().feature(),
          "compile it with --release " + Runtime.version().feature() + " or lower");
    }
    if (path.startsWith(API) && !Arrays.equals(content, ours(path))) {
      throw new PluginFault(
          "bundles "
              + name
              + ", which is not the one of this runtime's plugin API "
              + ApiVersion.OFFERED,
          "give orrery-plugin-api the scope 'provided' and build it again");
    }
    try {
      ClassRewriter.requireRoom(content);
    } catch (IllegalArgumentException e) {
      throw new PluginFault(
          name + " leaves no room for what lets a runaway call be ended: " + e.getMessage(),
          "split its largest methods");
    }
  }

  private static byte @Nullable [] ours(String path) {
    try (InputStream in = StrategyPlugin.class.getClassLoader().getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the plugin API's " + path, e);
    }
  }

  private @Nullable PluginFault missingReference(String path, byte[] content, ArchivePart part)
      throws PluginFault {
    String name = part.within(className(path));
    try {
      return references
          .missing(content)
          .map(missing ->
              new PluginFault(
                  "was built for another plugin API: "
                      + name
                      + " uses "
                      + missing
                      + ", which "
                      + ApiVersion.OFFERED
                      + " does not have",
                  "build it against orrery-plugin-api " + ApiVersion.OFFERED))
          .orElse(null);
    } catch (IllegalArgumentException e) {
      throw damaged(name, e);
    }
  }

  private static PluginFault damaged(String name, IllegalArgumentException cause) {
    return new PluginFault(name + " is damaged (" + cause.getMessage() + ")", "build it again");
  }

  private static String className(String path) {
    return path.substring(0, path.length() - ".class".length()).replace('/', '.');
  }

  private static PluginFault wrongVersion(ApiVersion wanted) {
    ApiVersion offered = ApiVersion.OFFERED;
    String would = offered.minor() == 0 ? offered.toString() : offered.major() + ".0 to " + offered;
    return new PluginFault(
        "was built for plugin API " + wanted + ", this runtime has " + offered,
        "build it against orrery-plugin-api "
            + would
            + ", or run it on a runtime with "
            + wanted
            + " or a later "
            + wanted.major()
            + ".x");
  }
}
