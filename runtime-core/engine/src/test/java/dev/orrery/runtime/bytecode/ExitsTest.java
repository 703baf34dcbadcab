package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of the process in plugin classes, without the agent. */
class ExitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(3);",
        "Runtime.getRuntime().exit(3);",
        "Runtime.getRuntime().halt(3);",
        "IntConsumer exit = System::exit; exit.accept(3);",
        "IntConsumer exit = Runtime.getRuntime()::exit; exit.accept(3);",
        "IntConsumer halt = Runtime.getRuntime()::halt; halt.accept(3);",
        "BiConsumer<Runtime, Integer> halt = Runtime::halt; halt.accept(Runtime.getRuntime(), 3);",
        "Runnable exit = () -> System.exit(3); exit.run();",
        "System.class.getMethod(\"exit\", int.class).invoke(null, 3);",
        "Runtime.class.getMethod(\"halt\", int.class).invoke(Runtime.getRuntime(), 3);",
        "int n = 3; try { n = 4; } finally { System.exit(n); }",
      })
  void areRefused(String statements) throws Exception {
    assertThatThrownBy(() -> call(statements))
        .isInstanceOf(ExitRefused.class)
        .isInstanceOf(SecurityException.class)
        .hasMessageContaining("does not end the process")
        .satisfies(thrown -> assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo("p.P"));
  }

  @Test
  void mayBeReferredToWithoutBeingCalled() throws Exception {
    call("IntConsumer exit = System::exit; Object kept = exit;");
  }

  @Test
  void leaveOtherReflectionAlone() throws Exception {
    assertThat(
            call(
                "Object joined = String.class.getMethod(\"concat\", String.class).invoke(\"a\", \"b\");"
                    + " Method own = P.class.getDeclaredMethod(\"own\"); return joined + \" \" + own.invoke(null);"))
        .isEqualTo("ab own");
    assertThatThrownBy(() -> call("P.class.getDeclaredMethod(\"fails\").invoke(null);"))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasMessage("own fault");
    assertThatThrownBy(() -> call("Method none = null; none.invoke(null);"))
        .isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("unchecked")
  private static Object call(String statements) throws Exception {
    String source =
        """
        package p;
        import java.lang.reflect.Method;
        import java.util.function.*;
        public class P implements java.util.concurrent.Callable<Object> {
          public Object call() throws Exception { if (this != null) { %s } return "done"; }
          private static String own() { return "own"; }
          private static void fails() { throw new IllegalStateException("own fault"); }
        }
        """
            .formatted(statements);
    Map<String, byte[]> classes = Polled.compiled("p.P", source);
    Class<?> type = Polled.of(classes).loadClass("p.P");
    return ((Callable<Object>) type.getConstructor().newInstance()).call();
  }
}
