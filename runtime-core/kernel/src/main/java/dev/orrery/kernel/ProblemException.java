package dev.orrery.kernel;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One or more problems that stop what was asked; all that were found, not only the first. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** One problem. */
  public ProblemException(Problem problem) {
    this(List.of(problem), null);
  }

  /** One problem and what brought it to light. */
  public ProblemException(Problem problem, @Nullable Throwable cause) {
    this(List.of(problem), cause);
  }

  /** Several problems; at least one. */
  public ProblemException(List<Problem> problems, @Nullable Throwable cause) {
    super(problems.stream().map(Problem::line).collect(Collectors.joining("\n")), cause);
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order found. */
  public List<Problem> problems() {
    return problems;
  }

  /** The exit code of the first problem. */
  public ExitCode exit() {
    return problems.getFirst().exit();
  }
}
