package dev.orrery.runner.http;

import dev.orrery.kernel.Problem;
import java.util.List;

/** A request that is answered with problem details (RFC 9457). */
final class HttpProblem extends RuntimeException {
  private final int status;
  private final transient List<Problem> problems;

  HttpProblem(int status, Problem problem) {
    this(status, List.of(problem));
  }

  HttpProblem(int status, List<Problem> problems) {
    super(problems.getFirst().line(), null, false, false);
    this.status = status;
    this.problems = List.copyOf(problems);
  }

  static HttpProblem badRequest(String subject, String cause) {
    return new HttpProblem(400, Problem.refused(subject, cause, ""));
  }

  static HttpProblem notFound(String subject, String wayOut) {
    return new HttpProblem(404, Problem.refused(subject, "is not known here", wayOut));
  }

  /** What a refusal elsewhere means over HTTP. */
  static HttpProblem of(List<Problem> problems) {
    int status =
        switch (problems.getFirst().exit()) {
          case USAGE, CONFIGURATION -> 400;
          case REFUSED -> 409;
          case UNREACHABLE -> 503;
          case DONE, FAILED -> 500;
        };
    return new HttpProblem(status, problems);
  }

  int status() {
    return status;
  }

  List<Problem> problems() {
    return problems;
  }
}
