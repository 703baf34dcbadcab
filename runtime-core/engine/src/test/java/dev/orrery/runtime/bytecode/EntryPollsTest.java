package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which methods need no poll; that those which do have one is shown by {@link PollTest}. */
class EntryPollsTest {
  private static Set<String> spared(String source) {
    Map<String, byte[]> classes = Polled.compiled("p.Some", "package p; " + source);
    return EntryPolls.of(ClassFile.of().parse(classes.get("p.Some"))).spared();
  }

  @Test
  void sparesWhatOnlyItsOwnClassCanCall() {
    assertThat(
            spared(
                """
                public class Some {
                  public int sum(int a) { return twice(a) + once(a); }
                  private int twice(int a) { return once(a) + once(a); }
                  private static int once(int a) { return a; }
                  int notPrivate(int a) { return a; }
                }
                """))
        .containsExactlyInAnyOrder("twice(I)I", "once(I)I");
  }

  @Test
  void sparesNothingThatComesBackToItselfOrIsHandedOut() {
    assertThat(
            spared(
                """
                import java.util.function.IntUnaryOperator;
                public class Some {
                  private static int itself(int a) { return a == 0 ? 0 : itself(a - 1); }
                  private static int one(int a) { return other(a); }
                  private static int other(int a) { return third(a); }
                  private static int third(int a) { return a == 0 ? 0 : one(a - 1); }
                  private static int handed(int a) { return a; }
                  private static int into(int a) { return one(a); }
                  public static IntUnaryOperator out() { return Some::handed; }
                  public static IntUnaryOperator lambda() { return a -> a; }
                }
                """))
        .containsExactly("into(I)I");
  }

  @Test
  void sparesNoPrivateMethodThatAnotherClassOfTheNestCanHandOut() {
    assertThat(spared("public class Some { private int leaf() { return 1; } class Inner {} }"))
        .isEmpty();
  }

  @Test
  void sparesTheAccessorsOfARecordAsTheCompilerWritesThem() {
    assertThat(
            spared(
                """
                import java.util.function.IntSupplier;
                public record Some(int bars, long time, String name, int handed, int own) {
                  public int own() { return own + 1; }
                  public int other() { return bars; }
                  public IntSupplier out() { return this::handed; }
                }
                """))
        .containsExactlyInAnyOrder("bars()I", "time()J", "name()Ljava/lang/String;");
    assertThat(spared("public class Some { int bars; public int bars() { return bars; } }"))
        .isEmpty();
  }
}
