package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays that no heap here can hold, and arrays that look like them. */
class LargeArraysTest {
  /** Bytes of this JVM's heap, at most; lengths below count on it. */
  private static final long HEAP = Runtime.getRuntime().maxMemory();

  @ParameterizedTest
  @CsvSource({
    "byte, 1",
    "boolean, 1",
    "char, 2",
    "short, 2",
    "int, 4",
    "float, 4",
    "long, 8",
    "double, 8",
    "String, 4",
    "int[], 4",
  })
  void failBeforeTheHeapIsCollected(String type, int bytes) throws Exception {
    int length = (int) Math.min(Integer.MAX_VALUE - 8, HEAP / bytes + 1_000_000);
    assertThat((long) length * bytes).as("what this test asks for").isGreaterThan(HEAP);
    String element = type.replace("[]", "");
    String rest = type.substring(element.length());
    long mb = ((long) length * bytes) >> 20;
    assertThatThrownBy(() -> run("return new " + element + "[length]" + rest + ".length;", length))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("an array of %d MB does not fit into a heap of %d MB", mb, HEAP >> 20);
  }

  @Test
  void failAtTheLineThatMakesThem() {
    assertThatThrownBy(() -> run("\n\nreturn new long[length].length;", Integer.MAX_VALUE))
        .isInstanceOf(OutOfMemoryError.class)
        .satisfies(thrown -> {
          assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo("Makes");
          assertThat(thrown.getStackTrace()[0].getLineNumber()).isEqualTo(4);
        });
  }

  @Test
  void failWhereTheirLengthIsAConstantInOneBranchOnly() throws Exception {
    String body = "return new long[length < 0 ? length : Integer.MAX_VALUE - 8].length;";
    assertThatThrownBy(() -> run(body, 1)).isInstanceOf(OutOfMemoryError.class);
    String other = "return new long[length > 0 ? length : 3].length;";
    assertThatThrownBy(() -> run(other, Integer.MAX_VALUE)).isInstanceOf(OutOfMemoryError.class);
    assertThat(run(other, 0)).isEqualTo(3);
  }

  @Test
  void canBeDoneWithoutByWhoAsked() throws Exception {
    String body =
        "try { return new long[length].length; } catch (OutOfMemoryError e) { return -1; }";
    assertThat(run(body, Integer.MAX_VALUE)).isEqualTo(-1);
    assertThat(run(body, 7)).isEqualTo(7);
  }

  @Test
  void ofNegativeLengthFailAsEver() {
    assertThatThrownBy(() -> run("return new long[length].length;", -1))
        .isInstanceOf(NegativeArraySizeException.class);
  }

  private static int run(String body, int length) throws Exception {
    Map<String, byte[]> classes =
        Polled.compiled(
            "Makes", "public class Makes {\npublic static int run(int length) {" + body + "}}");
    try {
      return (int)
          Polled.of(classes).loadClass("Makes").getMethod("run", int.class).invoke(null, length);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
