package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small methods of every shape: with polls they do what they did. */
class UnchangedTest {
  private static final String SOURCE =
      """
      package p;
      import java.util.*;
      import java.util.function.*;
      import java.util.stream.*;
      public class Corpus {
        @Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Marked { String value() default "m"; }
        @Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @Target({java.lang.annotation.ElementType.TYPE_USE}) @interface Used {}
        enum Side { BUY, SELL }
        sealed interface Shape permits Circle, Square {}
        record Circle(double radius) implements Shape {}
        record Square(double side) implements Shape { Square { if (side < -40) throw new IllegalArgumentException("side " + side); } }
        public static int sum(int a, int b) { int s = 0; for (int i = Math.min(a, b); i < Math.max(a, b); i++) s += i * i; return s; }
        public static int gcd(int a, int b) { return b == 0 ? a : gcd(b, a % b); }
        public static long collatz(int a, int b) { long n = Math.abs(a) + 1L; long steps = 0; while (n != 1) { n = (n & 1) == 0 ? n / 2 : 3 * n + 1; steps++; } return steps; }
        public static double mean(int a, int b) { double[] v = new double[Math.abs(a % 50) + 1]; Arrays.setAll(v, i -> i * 0.5 + b); double s = 0; for (double x : v) s += x; return s / v.length; }
        public static int divide(int a, int b) { try { return a / b; } catch (ArithmeticException e) { return -1; } finally { a++; } }
        public static int thrown(int a, int b) { int[] v = new int[3]; return v[a] + b; }
        public static int finallyWins(int a, int b) { for (int i = 0; ; i++) { try { if (i > a) throw new IllegalStateException("x" + i); } catch (IllegalStateException e) { return i; } finally { if (b > 30) return -i; } } }
        public static String label(int a, int b) { String s = ""; outer: for (int i = 0; i < 9; i++) { for (int j = 0; j < 9; j++) { if (j == (a & 7)) continue outer; if (i == (b & 7)) break outer; s += i + "" + j; } } return s; }
        public static String text(int a, int b) { return switch ("k" + (a & 3)) { case "k0" -> "zero"; case "k1" -> { String t = ""; do { t += b; } while (t.length() < 12); yield t; } case "k2" -> null; default -> "more"; }; }
        public static int table(int a, int b) { int n = 0; for (int i = 0; i < 20; i++) switch ((a + i) % 6) { case 0: n++; case 1: n += 2; break; case 2: continue; case 3: n -= b; default: n ^= i; } return n; }
        public static int lookup(int a, int b) { switch (a * 100) { case -100: return 1; case 0: return 2; case 700: return 3; case 100000: return 4; default: return b; } }
        public static double area(int a, int b) { Shape s = a < 0 ? new Circle(b) : new Square(b); return switch (s) { case Circle c when c.radius() < 0 -> -1; case Circle(double r) -> r * r * 3; case Square q -> q.side() * q.side(); }; }
        public static int sides(int a, int b) { int n = 0; for (Side side : Side.values()) { n += switch (side) { case BUY -> a; case SELL -> -b; }; } return n; }
        public static String streamed(int a, int b) { return IntStream.rangeClosed(Math.min(a, b), Math.max(a, b)).filter(i -> i % 3 == 0).mapToObj(Integer::toString).collect(Collectors.joining(",")); }
        public static int closure(int a, int b) { int[] calls = {0}; IntUnaryOperator f = x -> { calls[0]++; return x + a; }; int r = b; while (calls[0] < 5) r = f.applyAsInt(r); return r; }
        public static long wide(int a, int b) { long x = a; double d = b; float f = 1.5f; for (long i = 0; i < 10; i++) { x = x * 31 + i; d = d / 2 + f; } return x + (long) d; }
        public static String guarded(int a, int b) { Object lock = new Object(); StringBuilder s = new StringBuilder(); synchronized (lock) { for (int i = 0; i < (a & 15); i++) synchronized (s) { s.append(i); if (i == b) throw new RuntimeException(s.toString()); } } return s.toString(); }
        public static String resources(int a, int b) throws Exception { StringBuilder s = new StringBuilder(); try (AutoCloseable x = () -> s.append("x"); AutoCloseable y = () -> { if (b % 2 == 0) throw new Exception("close"); }) { s.append(a); if (a < 0) throw new IllegalArgumentException("body"); } return s.toString(); }
        public static String generic(int a, int b) { List<Comparable<?>> l = new ArrayList<>(List.of("b", "a")); Collections.reverse(l); Comparator<Integer> c = new Comparator<>() { public int compare(Integer x, Integer y) { return y.compareTo(x); } }; List<Integer> n = new ArrayList<>(); for (int i = 0; i < 7; i++) n.add((a * i) ^ b); n.sort(c); return l + "" + n; }
        public static int deep(int a, int b) { return a <= 0 ? b : 1 + deep(a - 1, b); }
        @Marked("kept") @Deprecated public static List<@Used String> marked(@Marked int a, int b) { @Used List<String> l = new ArrayList<>(); for (int i = 0; i < (a & 3); i++) { var x = i + b; l.add("n" + x); } return l; }
        public static boolean logic(int a, int b) { boolean r = false; int i = 0; while (i < 10 && !(r = a > b ^ i % 2 == 0) || i < 3) i++; return r & i > 2; }
        public static String nested(int a, int b) { try { try { return "" + 10 / a; } finally { for (int i = 0; i < 3; i++) { if (i == b) throw new IllegalStateException("in finally"); } } } catch (ArithmeticException e) { return "caught " + e.getMessage(); } }
      }
      """
          .replace("@Retention", "@java.lang.annotation.Retention")
          .replace("@Target", "@java.lang.annotation.Target");

  private static Map<String, byte[]> classes;
  private static Class<?> before;
  private static Class<?> after;
  private static ClassRewriter rewriter;

  /** How a call ended: what it gave, or what it threw and in which lines. */
  private record Outcome(
      @Nullable Object value, @Nullable String thrown, List<StackTraceElement> place) {}

  @BeforeAll
  static void load() throws Exception {
    classes = Polled.compiled("p.Corpus", SOURCE);
    before = Polled.unchanged(classes).loadClass("p.Corpus");
    Polled polled = Polled.of(classes);
    after = polled.loadClass("p.Corpus");
    rewriter = polled.gate().rewriter();
  }

  static Stream<String> methods() {
    return Stream.of(before.getDeclaredMethods())
        .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void doesTheSame(String name) throws Exception {
    long seed = Long.getLong("orrery.seed", 20_261_127L);
    Random random = new Random(seed);
    Method one = before.getMethod(name, int.class, int.class);
    Method other = after.getMethod(name, int.class, int.class);
    for (int i = 0; i < 200; i++) {
      int a = random.nextInt(-60, 60);
      int b = random.nextInt(-60, 60);
      assertThat(outcome(other, a, b))
          .as("%s(%d, %d) with -Dorrery.seed=%d", name, a, b, seed)
          .isEqualTo(outcome(one, a, b));
    }
  }

  @Test
  void keepsFramesLinesVariablesAndAnnotations() {
    byte[] corpus = Objects.requireNonNull(classes.get("p.Corpus"));
    classes.forEach((name, bytes) -> {
      byte[] rewritten = rewriter.rewrite(bytes);
      assertThat(told(rewritten)).as(name).containsExactlyInAnyOrderElementsOf(told(bytes));
    });
    assertThat(rewriter.rewrite(corpus)).isNotEqualTo(corpus);
  }

  @Test
  void keepsWhatReflectionSees() throws Exception {
    Method one = before.getMethod("marked", int.class, int.class);
    Method other = after.getMethod("marked", int.class, int.class);
    assertThat(Arrays.toString(other.getAnnotations()))
        .isEqualTo(Arrays.toString(one.getAnnotations()))
        .contains("kept");
    assertThat(other.getAnnotatedReturnType()).hasToString(one.getAnnotatedReturnType().toString());
    assertThat(other.toGenericString()).isEqualTo(one.toGenericString());
    assertThat(after.getDeclaredMethods()).hasSameSizeAs(before.getDeclaredMethods());
  }

  /** All of a class file that is not an instruction, a place or an index. */
  private static List<String> told(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    List<String> told = new ArrayList<>();
    told.add(model.majorVersion() + " " + model.flags().flags() + " " + model.superclass());
    model.attributes().forEach(attribute -> told.add(attribute.attributeName().stringValue()));
    for (MethodModel method : model.methods()) {
      String name = method.methodName() + method.methodType().stringValue();
      told.add(name + " " + method.flags().flags());
      method.attributes().forEach(it -> told.add(name + " " + it.attributeName().stringValue()));
      method.code().ifPresent(code -> toldOf(name, code, told));
    }
    return told;
  }

  private static void toldOf(String name, CodeModel code, List<String> told) {
    CodeAttribute attribute = (CodeAttribute) code;
    told.add(name + " locals " + attribute.maxLocals());
    attribute.attributes().forEach(it -> told.add(name + " " + it.attributeName().stringValue()));
    attribute
        .findAttribute(Attributes.stackMapTable())
        .ifPresent(frames ->
            frames
                .entries()
                .forEach(frame ->
                    told.add(
                        name + " frame " + frame.locals().size() + " " + frame.stack().size())));
    List<Integer> lines = new ArrayList<>();
    code.forEach(element -> {
      switch (element) {
        case LineNumber line -> {
          if (lines.isEmpty() || lines.getLast() != line.line()) {
            lines.add(line.line());
          }
        }
        case LocalVariable variable -> told.add(name + " variable " + variable.name());
        default -> {}
      }
    });
    told.add(name + " lines " + lines);
  }

  private static Outcome outcome(Method method, int a, int b) throws IllegalAccessException {
    try {
      return new Outcome(method.invoke(null, a, b), null, List.of());
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      List<StackTraceElement> place =
          Stream.of(cause.getStackTrace())
              .filter(frame -> frame.getClassName().startsWith("p."))
              .toList();
      return new Outcome(null, cause.toString(), place);
    }
  }
}
