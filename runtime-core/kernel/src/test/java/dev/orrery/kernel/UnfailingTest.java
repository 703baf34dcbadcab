package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

final class UnfailingTest {
  private final List<String> said = new ArrayList<>();
  private boolean full;

  private final Logger log =
      (Logger)
          Proxy.newProxyInstance(
              Logger.class.getClassLoader(),
              new Class<?>[] {Logger.class},
              (_, _, arguments) -> {
                if (full) {
                  throw (Error) arguments[arguments.length - 1];
                }
                said.add(
                    arguments[1] instanceof Object[] more
                        ? more[0] + " " + more[1]
                        : String.valueOf(arguments[0]));
                return null;
              });

  @Test
  void countsWhatCannotBeSaidAndSaysItLater() {
    OutOfMemoryError same = new OutOfMemoryError("the one the JVM has ready");
    full = true;
    Unfailing.error(log, "first", same);
    Unfailing.error(log, "second", same);
    assertThat(Unfailing.unsaid()).isEqualTo(2);
    full = false;
    Unfailing.error(log, "third", same);
    Unfailing.error(log, "fourth", same);
    assertThat(said).containsExactly("third 2", "fourth");
    assertThat(Unfailing.unsaid()).isZero();
  }
}
