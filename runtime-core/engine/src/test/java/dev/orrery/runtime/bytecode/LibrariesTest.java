package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.ta4j.core.BarSeries;

/** Every class of libraries that strategies bring, with polls, is one that the JVM takes. */
class LibrariesTest {
  private static final int FRAMES_SINCE = ClassFile.JAVA_6_VERSION;

  @Test
  void ofIndicatorsAreTaken() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (Class<?> type : List.of(BarSeries.class, Gson.class, FastMath.class)) {
      classes.putAll(Polled.in(Polled.jarOf(type)));
    }
    assertThat(classes).hasSizeGreaterThan(2_000);
    assertThat(complaints(classes)).isEmpty();
  }

  @Test
  void ofKotlinAreTaken() throws IOException {
    Map<String, byte[]> classes = Polled.in(Polled.jarOf(kotlin.Unit.class));
    assertThat(classes).hasSizeGreaterThan(900);
    assertThat(complaints(classes)).isEmpty();
  }

  /** Damaged files are refused in words, whatever is wrong with them. */
  @Test
  void thatAreDamagedAreRefused() throws IOException {
    long seed = Long.getLong("orrery.seed", 20_261_127L);
    Random random = new Random(seed);
    ClassRewriter rewriter = Polled.of(Map.of()).gate().rewriter();
    List<byte[]> whole =
        Polled.in(Polled.jarOf(BarSeries.class)).values().stream()
            .filter(bytes -> bytes.length < 6_000)
            .limit(60)
            .toList();
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] damaged = whole.get(random.nextInt(whole.size())).clone();
      for (int hits = random.nextInt(1, 5); hits > 0; hits--) {
        damaged[random.nextInt(8, damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        rewriter.rewrite(damaged);
      } catch (IllegalArgumentException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("-Dorrery.seed=" + seed + ", file " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  /** What the JVM and the JDK's own verifier have against them. */
  private static List<String> complaints(Map<String, byte[]> classes) {
    Polled loader = Polled.of(classes);
    ClassFile verifier =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(
                    type -> loader.getResourceAsStream(path(type)))));
    List<String> complaints = new ArrayList<>();
    classes.forEach((name, classFile) -> {
      byte[] rewritten = loader.gate().rewriter().rewrite(classFile);
      if (major(rewritten) >= FRAMES_SINCE) {
        verifier.verify(rewritten).forEach(error -> complaints.add(name + ": " + error));
      }
      try {
        Class.forName(name, true, loader);
      } catch (VerifyError | ClassFormatError | IncompatibleClassChangeError e) {
        complaints.add(name + ": " + e);
      } catch (ClassNotFoundException | LinkageError e) {
        // It mentions a library that is not there.
      }
    });
    return complaints;
  }

  private static String path(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }

  private static int major(byte[] classFile) {
    return ((classFile[6] & 0xFF) << 8) | (classFile[7] & 0xFF);
  }
}
