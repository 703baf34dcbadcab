package dev.orrery.hyperliquid.client;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;

/**
 * What came of a question. Asking changes nothing, so a failure is only that: ask again later.
 *
 * @param <A> the answer
 */
public sealed interface InfoResult<A> {
  /** The answer. */
  record Answered<A>(A answer) implements InfoResult<A> {}

  /**
   * No answer.
   *
   * @param trouble why
   * @param detail for a log: status and content, or what broke
   * @param retryAfter how long to leave it alone at least; zero where nobody said
   */
  record Failed<A>(Trouble trouble, String detail, Duration retryAfter) implements InfoResult<A> {}

  /**
   * The answer, for callers that can do nothing without it.
   *
   * @throws ProblemException when there is none
   */
  default A orThrow() {
    return switch (this) {
      case Answered<A>(var answer) -> answer;
      case Failed<A>(var trouble, var detail, var later) ->
          throw new ProblemException(
              Problem.unreachable(
                  "hyperliquid", trouble + ": " + detail, "ask again when it is back"));
    };
  }
}
